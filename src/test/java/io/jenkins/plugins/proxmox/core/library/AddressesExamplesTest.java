package io.jenkins.plugins.proxmox.core.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Container;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.Node;
import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import io.jenkins.plugins.proxmox.core.network.Addresses;
import io.jenkins.plugins.proxmox.core.value.MacAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesExamplesTest extends LibraryExamples {
    private final StringBuilder out = new StringBuilder();

    private void print(Object text) {
        out.append(text).append('\n');
    }

    @ParameterizedTest
    @CsvSource({"web, 10.0.0.101", "cache, 10.0.0.42"})
    void addresses(String name, String first) {
        String net0 = embedded(201).config().get("net0");
        embedded(201).set("net0", net0.replace("ip=dhcp", "ip=10.0.0.42/24")).address("10.0.0.42");
        // example
        Guest guest = cluster.guests().get(name);
        List<String> addresses = guest.addresses(); // those that others can reach, IPv4 first; none yet while it boots
        // end
        assertThat(addresses).first().isEqualTo(first);
    }

    @Test
    void addressesByFamilyAndNic() {
        embedded(101)
                .inside()
                .addresses(0, "10.0.0.101/24", "2001:db8::101/64")
                .addInterface("docker0", "02:42:5f:1c:aa:01", "172.17.0.1/16");
        // example
        VirtualMachine vm = cluster.node("pve1").virtualMachines().get("web");
        GuestConfig config = vm.config();
        Addresses addresses = Addresses.of(vm.guestAgent().interfaces(), config.macAddresses());

        print("IPv4 " + addresses.ipv4() + ", IPv6 " + addresses.ipv6());
        MacAddress first = config.macAddresses().get(0);
        print(first + " has " + addresses.ofNic(first)); // docker0 has no NIC, so it is not here
        // end
        assertThat(out)
                .contains("IPv4 [10.0.0.101], IPv6 [2001:db8::101]")
                .contains(config.macAddresses().get(0) + " has [10.0.0.101, 2001:db8::101]");
    }

    @Test
    void containerInterfaces() {
        String net0 = embedded(201).config().get("net0");
        embedded(201).set("net0", net0.replace("ip=dhcp", "ip=10.0.0.42/24")).address("10.0.0.42");
        // example
        Node node = cluster.node("pve1");
        Container container = node.containers().get("cache");
        GuestConfig config = container.config();
        Addresses addresses = node.release().atLeast(8, 1)
                ? Addresses.of(container.interfaces(), config.macAddresses())
                : Addresses.ofConfiguration(config); // static ones are all that older releases tell
        // end
        assertThat(addresses.ipv4()).containsExactly("10.0.0.42");
    }
}
