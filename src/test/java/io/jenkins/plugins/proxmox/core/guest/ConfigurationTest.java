package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.Connected;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.config.Nic;
import io.jenkins.plugins.proxmox.core.config.PendingChange;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(PveVersion.class)
class ConfigurationTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Parameter
    PveVersion version;

    private Connected lab;

    @BeforeEach
    void start() {
        lab = Connected.to(version);
    }

    @AfterEach
    void stop() throws IOException {
        lab.close();
    }

    private Configuration of(String name) {
        return lab.cluster.guests().get(name).configuration();
    }

    @Test
    void aNicOfAVirtualMachineKeepsItsMac() {
        Guest guest = lab.cluster.guests().get("build");
        Nic before = guest.config().nics().get(0);

        guest.configuration()
                .change(ConfigChange.none().nic(0, Nic.ofVirtualMachine("e1000").withBridge("vmbr0")))
                .await(MINUTE);

        Nic after = guest.config().nics().get(0);
        assertThat(after.model()).contains("e1000");
        assertThat(after.mac()).isPresent().isEqualTo(before.mac());
    }

    @Test
    void aNicOfAContainerKeepsItsMac() {
        Guest guest = lab.cluster.guests().get("tools");
        Nic before = guest.config().nics().get(0);

        guest.configuration()
                .change(ConfigChange.none()
                        .nic(0, Nic.ofContainer("eth0").withBridge("vmbr0").with("ip", "dhcp")))
                .await(MINUTE);

        assertThat(guest.config().nics().get(0).mac()).isPresent().isEqualTo(before.mac());
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "tools"})
    void whatSomebodyElseDoesInBetweenIsNotLost(String name) {
        AtomicInteger asked = new AtomicInteger();
        Guest guest = lab.cluster.guests().get(name);

        of(name).edit(current -> {
                    if (asked.incrementAndGet() == 1) {
                        lab.embedded(guest.vmid().number()).tags("theirs");
                    }
                    return ConfigChange.none().set("onboot", true);
                })
                .await(MINUTE);

        assertThat(asked).hasValue(2);
        assertThat(lab.embedded(guest.vmid().number()).config())
                .containsEntry("tags", "theirs")
                .containsEntry("onboot", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "tools"})
    void whoeverIsAlwaysTooLateIsTold(String name) {
        Guest guest = lab.cluster.guests().get(name);
        AtomicInteger asked = new AtomicInteger();

        assertThatThrownBy(() -> of(name).edit(current -> {
                    lab.embedded(guest.vmid().number()).tags("edit-" + asked.incrementAndGet());
                    return ConfigChange.none().set("onboot", true);
                }))
                .isInstanceOfSatisfying(
                        ProxmoxException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.Conflict.class));
        assertThat(asked).hasValue(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "tools"})
    void tagsOfManyAtOnceAreAllThere(String name) {
        List<CompletableFuture<Void>> all = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.runAsync(() -> of(name).addTags(List.of(new Tag("tag-" + i)))))
                .toList();
        all.forEach(CompletableFuture::join);

        assertThat(lab.cluster.guests().get(name).config().tags())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 6).mapToObj(i -> new Tag("tag-" + i)).toList());
    }

    @Test
    void aTagThatIsThereIsNotSentAgain() {
        lab.embedded(102).tags("ci");
        of("build").addTags(List.of(new Tag("CI")));
        of("build").removeTags(List.of(new Tag("other")));

        assertThat(lab.changes()).isEmpty();
    }

    @Test
    void theLastTagTakesTheOptionAlong() {
        lab.embedded(102).tags("ci");
        of("build").removeTags(List.of(new Tag("CI")));

        assertThat(lab.embedded(102).config()).doesNotContainKey("tags");
    }

    @Test
    void anEmptyDescriptionTakesTheOptionAlong() {
        lab.embedded(102).description("a text");
        of("build").editDescription(text -> "");

        assertThat(lab.embedded(102).config()).doesNotContainKey("description");
    }

    @Test
    void tellsWhatWaitsForARestartAndTakesItBack() {
        Configuration configuration = of("web");
        List<PendingChange> pending =
                configuration.change(ConfigChange.none().cores(8).onboot(true)).await(MINUTE);

        assertThat(pending).extracting(PendingChange::key).containsExactly("cores");
        assertThat(pending.get(0).current()).contains("1");
        assertThat(pending.get(0).wanted()).contains("8");
        Guest guest = lab.cluster.guests().get("web");
        assertThat(guest.config().cores()).hasValue(8);
        assertThat(guest.configInEffect().cores()).hasValue(1);

        configuration.revert(pending);

        assertThat(configuration.pending()).isEmpty();
        assertThat(guest.config().cores()).hasValue(1);
    }

    @Test
    void nothingToChangeSendsNothing() {
        assertThat(of("web").change(ConfigChange.none()).await(MINUTE)).isEmpty();
        of("web").revert(List.of());
        assertThat(lab.changes()).isEmpty();
    }

    @Test
    void aLockedGuestIsLeftAsItIs() {
        lab.embedded(102).lock("backup");
        assertThatThrownBy(() -> of("build").change(ConfigChange.none().cores(2)))
                .isInstanceOfSatisfying(
                        ProxmoxException.class, e -> assertThat(e.problem()).isEqualTo(new Problem.Locked("backup")));
    }
}
