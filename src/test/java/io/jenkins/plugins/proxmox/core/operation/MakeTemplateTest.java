package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MakeTemplateTest {
    @ParameterizedTest
    @CsvSource({"V7, build", "V8, build", "V9, build", "V7, tools", "V8, tools", "V9, tools"})
    void theGuestIsATemplateWhenItEnds(PveVersion version, String name) throws IOException {
        try (Lab lab = Lab.start(version)) {
            GuestFacts facts = lab.run(new MakeTemplate(name));

            assertThat(facts.template()).isTrue();
            assertThat(lab.proxmox.tasks().all()).allMatch(task -> !task.isRunning());
        }
    }

    @Test
    void aTemplateIsLeftAlone() throws IOException {
        try (Lab lab = Lab.start()) {
            assertThat(lab.run(new MakeTemplate("debian-12")).template()).isTrue();
            assertThat(lab.changes()).isZero();
        }
    }

    @Test
    void somebodyElseBeingFasterIsNoFailure() throws IOException {
        try (Lab lab = Lab.start()) {
            Hold hold = lab.proxmox.tasks().hold("qmtemplate");
            OperationRun<GuestFacts> first = lab.begin(new MakeTemplate("build"));
            OperationRun<GuestFacts> second = lab.begin(new MakeTemplate("build"));
            lab.proxmox.tasks().awaitTask(task -> task.type().equals("qmtemplate"));
            hold.release();

            assertThat(Lab.result(first).template()).isTrue();
            assertThat(Lab.result(second).template()).isTrue();
        }
    }

    @Test
    void whatARunningGuestHasToDoFirstIsTold() throws IOException {
        try (Lab lab = Lab.start()) {
            assertThatThrownBy(() -> lab.run(new MakeTemplate("cache")))
                    .hasMessageContaining("cache (201) on pve1 can't become a template, it is running; stop it first");
            assertThat(lab.changes()).isZero();
        }
    }
}
