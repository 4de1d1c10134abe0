package io.jenkins.plugins.proxmox.cloud.settings;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.network.AddressChoice;
import io.jenkins.plugins.proxmox.core.network.AddressFamily;
import io.jenkins.plugins.proxmox.core.network.AddressRange;
import io.jenkins.plugins.proxmox.core.network.InterfaceAddress;
import io.jenkins.plugins.proxmox.core.network.IpAddress;
import io.jenkins.plugins.proxmox.core.network.Subnet;
import io.jenkins.plugins.proxmox.core.operation.CloneGuest;
import io.jenkins.plugins.proxmox.core.operation.CloneRequest;
import io.jenkins.plugins.proxmox.core.placement.AddressPool;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** How an agent's guest is reached, and what it reaches. */
public final class AgentNetwork implements Describable<AgentNetwork> {
    /** Routers have such addresses in networks of IPv6, whatever else there is. */
    private static final Subnet LINK_LOCAL = Subnet.parse("fe80::/10");

    private String bridge;
    private Integer vlan;
    private String ipv4;
    private String gateway;
    private String ipv6;
    private String gateway6;
    private String nameserver;
    private String searchDomain;
    private String address;

    @DataBoundConstructor
    public AgentNetwork() {
        // Everything is optional.
    }

    public String getBridge() {
        return bridge;
    }

    @DataBoundSetter
    public void setBridge(String bridge) {
        this.bridge = Util.fixEmptyAndTrim(bridge);
    }

    public Integer getVlan() {
        return vlan;
    }

    @DataBoundSetter
    public void setVlan(Integer vlan) {
        this.vlan = vlan;
    }

    /** {@code dhcp}, or a range from which every agent gets an address of its own; null for what the template says. */
    public String getIpv4() {
        return ipv4;
    }

    @DataBoundSetter
    public void setIpv4(String ipv4) {
        this.ipv4 = Util.fixEmptyAndTrim(ipv4);
    }

    public String getGateway() {
        return gateway;
    }

    @DataBoundSetter
    public void setGateway(String gateway) {
        this.gateway = Util.fixEmptyAndTrim(gateway);
    }

    /** {@code auto}, {@code dhcp}, or a range; null for what the template says. */
    public String getIpv6() {
        return ipv6;
    }

    @DataBoundSetter
    public void setIpv6(String ipv6) {
        this.ipv6 = Util.fixEmptyAndTrim(ipv6);
    }

    public String getGateway6() {
        return gateway6;
    }

    @DataBoundSetter
    public void setGateway6(String gateway6) {
        this.gateway6 = Util.fixEmptyAndTrim(gateway6);
    }

    public String getNameserver() {
        return nameserver;
    }

    @DataBoundSetter
    public void setNameserver(String nameserver) {
        this.nameserver = Util.fixEmptyAndTrim(nameserver);
    }

    public String getSearchDomain() {
        return searchDomain;
    }

    @DataBoundSetter
    public void setSearchDomain(String searchDomain) {
        this.searchDomain = Util.fixEmptyAndTrim(searchDomain);
    }

    /** Which of several addresses the agent is reached at; null for the first of the first NIC. */
    public String getAddress() {
        return address;
    }

    @DataBoundSetter
    public void setAddress(String address) {
        this.address = Util.fixEmptyAndTrim(address);
    }

    /**
     * @throws ProxmoxException if something in it can't be right
     */
    void check() {
        CloneRequest request = new CloneRequest("100")
                .bridge(bridge)
                .vlan(vlan)
                .ipv4(sample(AddressFamily.IPV4, ipv4, Set.of("dhcp"), gateway))
                .gateway(gateway)
                .ipv6(sample(AddressFamily.IPV6, ipv6, new TreeSet<>(Set.of("auto", "dhcp")), gateway6))
                .gateway6(gateway6)
                .nameserver(nameserver)
                .searchDomain(searchDomain);
        // Finds what does not go together.
        new CloneGuest(request);
        if (address != null) {
            AddressChoice.parse(address);
        }
    }

    /** Of which the first NIC has an address by this, and not by the template. */
    public Set<AddressFamily> families() {
        Set<AddressFamily> families = EnumSet.noneOf(AddressFamily.class);
        if (ipv4 != null) {
            families.add(AddressFamily.IPV4);
        }
        if (ipv6 != null) {
            families.add(AddressFamily.IPV6);
        }
        return families;
    }

    /**
     * Takes the addresses of ranges that another guest gets; to take them again changes nothing.
     *
     * @param guest its id
     * @throws ProxmoxException if there is none left
     */
    public List<InterfaceAddress> take(AddressPool pool, String guest) {
        List<InterfaceAddress> taken = new ArrayList<>();
        take(pool, guest, ipv4, gateway).ifPresent(taken::add);
        take(pool, guest, ipv6, gateway6).ifPresent(taken::add);
        return taken;
    }

    private static Optional<InterfaceAddress> take(AddressPool pool, String guest, String text, String gateway) {
        if (!isRange(text)) {
            return Optional.empty();
        }
        Set<IpAddress> never = gateway == null ? Set.of() : Set.of(IpAddress.parse(gateway));
        return Optional.of(pool.take(guest, AddressRange.list(text), never));
    }

    private static boolean isRange(String text) {
        return text != null && !text.equals("dhcp") && !text.equals("auto");
    }

    /** What the first agent would have. */
    private static String sample(AddressFamily family, String text, Set<String> words, String gateway) {
        if (text == null || words.contains(text)) {
            return text;
        }
        String field = family == AddressFamily.IPV4 ? "ipv4" : "ipv6";
        List<AddressRange> ranges;
        try {
            ranges = AddressRange.list(text);
        } catch (ProxmoxException e) {
            throw ProxmoxException.invalid(field, field + ": " + e.getMessage() + "; or " + String.join(" or ", words));
        }
        for (AddressRange range : ranges) {
            if (range.family() != family) {
                throw ProxmoxException.invalid(field, field + ": " + range + " is of the other family of addresses");
            }
            Subnet network = new Subnet(range.first(), range.prefixLength());
            Optional<IpAddress> router = Optional.ofNullable(gateway).flatMap(IpAddress::find);
            if (router.isPresent() && !LINK_LOCAL.contains(router.get()) && !network.contains(router.get())) {
                throw ProxmoxException.invalid(
                        "gateway",
                        "The gateway " + gateway + " is not in the network " + network
                                + ", so no agent there could reach it");
            }
        }
        return ranges.get(0).first() + "/" + ranges.get(0).prefixLength();
    }

    @Extension
    @Symbol("proxmoxNetwork")
    public static final class DescriptorImpl extends NetworkFields {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Network";
        }
    }
}
