package io.jenkins.plugins.proxmox.core.operation;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.jenkins.plugins.proxmox.core.storage.Storage;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChecksTest {
    @Test
    void findTheStoragesThatTakeSomething() {
        List<Storage> storages = List.of(
                storage("local", true, "iso", "backup"),
                storage("fast", true, "images"),
                storage("nas", false, "backup"),
                storage("tape", true, "backup"));
        assertThat(Checks.suitable(storages, "backup")).containsExactly("local", "tape");
    }

    @Test
    void refuseToChangeATemplate() {
        assertRefused(
                "guest",
                () -> Checks.noTemplate(SomeGuests.template(GuestType.VIRTUAL_MACHINE, 9000, "lab-debian"), "started"),
                "lab-debian (9000) on pve",
                "can't be started");
        assertThatCode(() -> Checks.noTemplate(SomeGuests.stopped(GuestType.VIRTUAL_MACHINE, 101, "web"), "started"))
                .doesNotThrowAnyException();
    }

    private static Storage storage(String id, boolean active, String... content) {
        return new Storage(
                id, "dir", Set.of(content), true, active, false, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
