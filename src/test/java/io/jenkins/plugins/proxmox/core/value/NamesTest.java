package io.jenkins.plugins.proxmox.core.value;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"pve", "pve-1", "1", "PVE", "a--b"})
    void takesNodes(String text) {
        assertThat(Names.node(" " + text + " ")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pve.example.com", "-pve", "pve-", "pve_1", "pve/1", "p ve", "pvé"})
    void refusesOtherNodes(String text) {
        assertRefused("node", () -> Names.node(text), "'" + text + "' is no name of a node", "letters, digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "local-lvm", "l1", "Store_1.x"})
    void takesStorages(String text) {
        assertThat(Names.storage(" " + text + " ")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "l", "1local", "local-", "local.", "lo:cal", "lo/cal", "lo cal"})
    void refusesOtherStorages(String text) {
        assertRefused(
                "storage", () -> Names.storage(text), "'" + text + "' is no name of a storage", "2 or more letters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci", "1", "-_.", "ci/linux", "ci/linux/x86_64"})
    void takesPools(String text) {
        assertThat(Names.pool(" " + text + " ")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "ci/", "/ci", "ci//linux", "a/b/c/d", "c i", "ci:1", "ci@x"})
    void refusesOtherPools(String text) {
        assertRefused("pool", () -> Names.pool(text), "'" + text + "' is no name of a pool", "at most 3 levels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vmbr0", "vmbr0.5", "br_lan", "net-1"})
    void takesBridges(String text) {
        assertThat(Names.bridge(" " + text + " ")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vm br0", "vmbr0,tag=7", "vmbr/0", "vmbr:0"})
    void refusesOtherBridges(String text) {
        assertRefused("bridge", () -> Names.bridge(text), "'" + text + "' is no name of a bridge", "as in vmbr0");
    }
}
