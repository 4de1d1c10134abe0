package io.jenkins.plugins.proxmox.core.operation;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloneRequestTest {
    private final CloneRequest request = new CloneRequest("debian-12");

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "web_1"})
    void needsATemplate(String text) {
        assertRefused("template", () -> new CloneRequest(text), "expected is a");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void takesNullAndBlankForNothingSaid(String text) {
        request.name(text).node(text).storage(text).pool(text).snapshot(text).description(text);
        request.ciUser(text).sshKeys(text).ipConfig(text).waitFor(text);
        request.vmid(null).full(null).cores(null).memory(null);
        assertThat(request.name()).isEmpty();
        assertThat(request.node()).isEmpty();
        assertThat(request.storage()).isEmpty();
        assertThat(request.pool()).isEmpty();
        assertThat(request.snapshot()).isEmpty();
        assertThat(request.description()).isEmpty();
        assertThat(request.vmid()).isEmpty();
        assertThat(request.full()).isEmpty();
        assertThat(request.options()).isEmpty();
        assertThat(request.waitFor()).isEqualTo(Readiness.NONE);
        assertThat(request.start()).isFalse();
    }

    @Test
    void takesWhatItIsGivenWithoutBlanksAround() {
        request.name(" web ")
                .vmid(101)
                .full(false)
                .node(" pve ")
                .snapshot(" clean ")
                .description(" for tests ");
        assertThat(request.name()).contains(new GuestName("web"));
        assertThat(request.vmid()).contains(new VmId(101));
        assertThat(request.full()).contains(false);
        assertThat(request.node()).contains("pve");
        assertThat(request.snapshot()).contains(new SnapshotName("clean"));
        assertThat(request.description()).contains("for tests");
    }

    @Test
    void refusesValuesThatProxmoxWouldNotTake() {
        assertRefused("name", () -> request.name("web_1"), "'web_1'", "expected is a DNS name");
        assertRefused("vmid", () -> request.vmid(99), "'99'", "expected is a number from 100 to 999999999");
        assertRefused("snapshot", () -> request.snapshot("1abc"), "'1abc'", "expected are 2 to 40 letters");
        assertRefused("waitFor", () -> request.waitFor("ip"), "'ip'", "expected is one of none, running");
    }

    @Test
    void takesADescriptionOf8192CharactersAndNoMore() {
        assertThat(request.description("x".repeat(8192)).description()).isPresent();
        assertRefused("description", () -> request.description("x".repeat(8193)), "8193", "at most 8192");
    }

    @ParameterizedTest
    @CsvSource({"cores, 1, 0", "memory, 16, 15"})
    void hasALowestNumber(String option, int lowest, int tooLow) {
        assertThat(number(option, lowest).options()).containsEntry(option, String.valueOf(lowest));
        assertRefused(
                option, () -> number(option, tooLow), option + ": " + tooLow, "expected is a number from " + lowest);
    }

    private CloneRequest number(String option, int value) {
        return option.equals("cores") ? request.cores(value) : request.memory(value);
    }

    @Test
    void sendsTagsAsProxmoxStoresThem() {
        assertThat(request.tags(List.of("ci", "debian-12", "a+b.c_d")).options())
                .containsOnly(Map.entry("tags", "ci;debian-12;a+b.c_d"));
    }

    @Test
    void leavesTheTagsAloneWhereNoneAreGiven() {
        assertThat(request.tags(List.of()).options()).isEmpty();
    }

    @Test
    void takesNullAndBlankTagsForNothingSaid() {
        assertThat(request.tags(Arrays.asList("ci", null, "", " ")).options()).containsOnly(Map.entry("tags", "ci"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a;b", "a,b", "-a", "größe", "a:b", "a=b"})
    void refusesATagThatIsNone(String tag) {
        assertRefused("tags", () -> request.tags(List.of("ci", tag)), "'" + tag + "'", "expected are letters");
    }

    @ParameterizedTest
    @MethodSource
    void encodesSshKeysInThemselves(String keys, String encoded) {
        assertThat(request.sshKeys(keys).options()).containsOnly(Map.entry("sshkeys", encoded));
    }

    static Stream<Arguments> encodesSshKeysInThemselves() {
        return Stream.of(
                arguments("ssh-ed25519 AAAA+B/c= lab", "ssh-ed25519%20AAAA%2BB%2Fc%3D%20lab"),
                arguments(" ssh-rsa AAAA lab\n", "ssh-rsa%20AAAA%20lab"),
                arguments("ssh-rsa AAAA\nssh-rsa BBBB", "ssh-rsa%20AAAA%0Assh-rsa%20BBBB"),
                arguments("ssh-rsa AAAA\r\nssh-rsa BBBB", "ssh-rsa%20AAAA%0Assh-rsa%20BBBB"));
    }

    @Test
    void takesOtherOptionsAsTheyAreAndBooleansAsDigits() {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("onboot", true);
        more.put("protection", false);
        more.put("cpuunits", 200);
        more.put("net0", "virtio,bridge=vmbr1");
        assertThat(request.config(more).options())
                .containsExactly(
                        Map.entry("onboot", "1"),
                        Map.entry("protection", "0"),
                        Map.entry("cpuunits", "200"),
                        Map.entry("net0", "virtio,bridge=vmbr1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Cores", "net 0", "0net", "a=b", "a&b"})
    void refusesWhatIsNoOption(String key) {
        assertRefused("config", () -> request.config(Map.of(key, 1)), "'" + key + "'", "no option");
    }

    @Test
    void refusesAnOptionWithoutValue() {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("cores", null);
        assertRefused("config", () -> request.config(more), "'cores'", "has no value");
    }

    @Test
    void startsACloneThatIsWaitedFor() {
        assertThat(request.waitFor("none").start()).isFalse();
        assertThat(request.waitFor("address").start()).isTrue();
        assertThat(new CloneRequest("debian-12").start(true).start()).isTrue();
    }

    @Test
    void aCheckpointKeepsTheShape() {
        CloneRequest shaped = new CloneRequest("9000")
                .bootDisk(" 32G ")
                .bridge("vmbr1")
                .vlan(7)
                .ipv4("192.0.2.5/24")
                .gateway("192.0.2.1")
                .ipv6("2001:db8::5/64")
                .gateway6("2001:db8::1")
                .nameserver("192.0.2.53,2001:db8::53")
                .searchDomain("ci.example.com; example.com");

        Map<String, Object> kept = new CloneGuest(shaped).request();

        assertThat(CloneRequest.of(Request.read(kept, Map.of())).map()).isEqualTo(kept);
        assertThat(kept)
                .containsEntry("bootDisk", "32G")
                .containsEntry("bridge", "vmbr1")
                .containsEntry("vlan", 7)
                .containsEntry("ipv4", "192.0.2.5/24")
                .containsEntry("gateway", "192.0.2.1")
                .containsEntry("ipv6", "2001:db8::5/64")
                .containsEntry("gateway6", "2001:db8::1")
                .containsEntry(
                        "options",
                        Map.of("nameserver", "192.0.2.53 2001:db8::53", "searchdomain", "ci.example.com example.com"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void noShapeIsNothingSaid(String text) {
        Map<String, Object> before = new CloneRequest("9000").map();

        assertThat(new CloneRequest("9000")
                        .bootDisk(text)
                        .bridge(text)
                        .vlan(null)
                        .ipv4(text)
                        .gateway(text)
                        .ipv6(text)
                        .gateway6(text)
                        .nameserver(text)
                        .searchDomain(text)
                        .map())
                .isEqualTo(before);
    }

    @Test
    void refusesAShapeThatCannotBe() {
        for (String size : List.of("32", "32g", "32GB", "-1G", "+8G", "big")) {
            assertRefused("bootDisk", () -> request.bootDisk(size), "'" + size + "' is no size", "as in 32G");
        }
        assertRefused("bridge", () -> request.bridge("vm br"), "as in vmbr0");
        for (int vlan : new int[] {0, 4095, -1}) {
            assertRefused("vlan", () -> request.vlan(vlan), "vlan: " + vlan, "from 1 to 4094");
        }
        for (String address : List.of(
                "192.0.2.5", "192.0.2.5/33", "192.0.2.5/7", "192.0.2.256/24", "auto", "web/24", "2001:db8::5/64")) {
            assertRefused("ipv4", () -> request.ipv4(address), "'" + address + "'", "expected is dhcp, or");
        }
        for (String address : List.of("2001:db8::5", "2001:db8::5/129", "192.0.2.5/24", "manual")) {
            assertRefused("ipv6", () -> request.ipv6(address), "'" + address + "'", "expected is auto, dhcp, or");
        }
        assertRefused("gateway", () -> request.gateway("2001:db8::1"), "as in 192.0.2.1");
        assertRefused("gateway", () -> request.gateway("192.0.2.1/24"), "as in 192.0.2.1");
        assertRefused("gateway6", () -> request.gateway6("router"), "as in 2001:db8::1");
        assertRefused("nameserver", () -> request.nameserver("192.0.2.53 dns"), "'dns' is no address");
        assertRefused("searchDomain", () -> request.searchDomain("a_b"), "'a_b' is no domain");
    }

    @Test
    void refusesAShapeThatDoesNotGoTogether() {
        assertRefused(
                "gateway",
                () -> new CloneGuest(new CloneRequest("9000").ipv4("dhcp").gateway("192.0.2.1")),
                "no matter of DHCP");
        assertRefused(
                "gateway6",
                () -> new CloneGuest(new CloneRequest("9000").gateway6("2001:db8::1")),
                "no matter of DHCP");
        assertRefused(
                "config",
                () -> new CloneGuest(new CloneRequest("9000").vlan(7).config(Map.of("net0", "virtio,bridge=vmbr1"))),
                "net0 does not go with");
        assertRefused(
                "ipConfig",
                () -> new CloneGuest(new CloneRequest("9000").ipv6("auto").ipConfig("ip=dhcp")),
                "either of them");
    }
}
