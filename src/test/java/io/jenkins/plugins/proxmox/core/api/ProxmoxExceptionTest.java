package io.jenkins.plugins.proxmox.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class ProxmoxExceptionTest {
    private final ProxmoxException locked = new ProxmoxException(new Problem.Locked("backup"), "VM is locked (backup)");

    @Test
    void keepsTheProblemWhenItIsToldWhatWasBeingDone() {
        ProxmoxException told = locked.during("Starting web (101) on pve failed");
        assertThat(told)
                .hasMessage("Starting web (101) on pve failed: VM is locked (backup)")
                .hasCause(locked);
        assertThat(told.problem()).isEqualTo(new Problem.Locked("backup"));
    }

    @Test
    void isToldApartByKindAndDetails() {
        assertThat(locked.is(Problem.Locked.class)).isTrue();
        assertThat(locked.is(Problem.Locked.class, p -> p.lock().equals("backup")))
                .isTrue();
        assertThat(locked.is(Problem.Locked.class, p -> p.lock().equals("clone")))
                .isFalse();
        assertThat(locked.is(Problem.NotFound.class, p -> true)).isFalse();
    }

    @Test
    void canBeWrittenAndReadWithABuild() throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(written)) {
            out.writeObject(locked);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(written.toByteArray()))) {
            ProxmoxException read = (ProxmoxException) in.readObject();
            assertThat(read).hasMessage("VM is locked (backup)");
            assertThat(read.problem()).isEqualTo(new Problem.Other());
        }
    }
}
