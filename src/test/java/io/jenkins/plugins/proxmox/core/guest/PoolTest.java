package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import io.jenkins.plugins.proxmox.core.value.VmId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolTest {
    @Test
    void isReadWithItsGuestsAndStorages() {
        Pool pool = Pool.of("ci", Replies.of("""
                {"poolid":"ci","comment":"for builds","members":[
                {"id":"qemu/101","type":"qemu","vmid":"101","node":"pve1","name":"web","status":"running","cpu":0.1},
                {"id":"lxc/201","type":"lxc","vmid":201,"node":"pve1","status":"stopped"},
                {"id":"storage/pve1/nfs","type":"storage","storage":"nfs","node":"pve1"},
                {"id":"storage/pve2/nfs","type":"storage","storage":"nfs","node":"pve2"},
                {"id":"openvz/7","type":"openvz","vmid":7}]}
                """));
        assertThat(pool.id()).isEqualTo("ci");
        assertThat(pool.comment()).contains("for builds");
        assertThat(pool.guests()).extracting(GuestEntry::vmid).containsExactly(new VmId(101), new VmId(201));
        assertThat(pool.storages()).containsExactly("nfs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"poolid\":\"ci\",\"members\":[]}", "{\"poolid\":\"ci\",\"comment\":\"\"}", "{}"})
    void hasNothingThatIsNotTold(String json) {
        Pool pool = Pool.of("ci", Replies.of(json));
        assertThat(pool.comment()).isEmpty();
        assertThat(pool.guests()).isEmpty();
        assertThat(pool.storages()).isEmpty();
    }
}
