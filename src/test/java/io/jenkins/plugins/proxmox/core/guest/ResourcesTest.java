package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import io.jenkins.plugins.proxmox.core.storage.StorageEntry;
import io.jenkins.plugins.proxmox.core.value.VmId;
import org.junit.jupiter.api.Test;

class ResourcesTest {
    @Test
    void areSortedByKindAndUnknownOnesLeftOut() {
        Resources all = Resources.of(Replies.of("""
                [{"diskread":0,"name":"base","uptime":0,"maxcpu":2,"maxmem":268435456,"id":"qemu/100","type":"qemu",
                    "tags":"base;ci","vmid":100,"cpu":0,"node":"pve","status":"stopped","template":1},
                {"status":"unknown","node":"pve","vmid":"960","id":"qemu/960","tags":"base;ci","type":"qemu"},
                {"id":"lxc/9001","type":"lxc","vmid":9001,"node":"pve","status":"stopped","name":"lab-ct","template":"1"},
                {"status":"online","node":"pve","type":"node","level":"","id":"node/pve","cgroup-mode":1},
                {"storage":"local","id":"storage/pve/local","type":"storage","node":"pve","shared":0,"status":"available",
                    "plugintype":"dir","content":"iso,backup"},
                {"id":"/pool/ci","pool":"ci","type":"pool"},
                {"id":"sdn/pve/localnetwork","sdn":"localnetwork","type":"sdn","node":"pve","status":"ok"},
                {"id":"network/pve/zone/x","type":"network"},
                {"id":"lxc/1","type":"lxc"},
                {"type":"pool"},
                {}]
                """));
        assertThat(all.guests())
                .extracting(GuestEntry::vmid)
                .containsExactly(new VmId(100), new VmId(960), new VmId(9001));
        assertThat(all.guests()).extracting(GuestEntry::template).containsExactly(true, false, true);
        assertThat(all.nodes()).extracting(NodeEntry::name).containsExactly("pve");
        assertThat(all.storages()).extracting(StorageEntry::id).containsExactly("local");
        assertThat(all.pools()).containsExactly("ci");
    }

    @Test
    void ofNobodyAreNone() {
        Resources none = Resources.of(Replies.of("[]"));
        assertThat(none.guests()).isEmpty();
        assertThat(none.nodes()).isEmpty();
        assertThat(none.storages()).isEmpty();
        assertThat(none.pools()).isEmpty();
    }
}
