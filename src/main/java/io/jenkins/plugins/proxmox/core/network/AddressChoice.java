package io.jenkins.plugins.proxmox.core.network;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.config.Nic;
import io.jenkins.plugins.proxmox.core.value.MacAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which of a guest's addresses is the one to reach it at. Never one that others can't reach, and never one of a bridge that
 * a container engine inside the guest made; but loopback if a network is named that has nothing else.
 *
 * @param nic the number of the {@code netN} that has to have it; any if absent
 * @param preference of IPv4 or IPv6
 * @param networks of which one has to contain it; any if empty
 */
public record AddressChoice(OptionalInt nic, Preference preference, List<Subnet> networks) {
    /** The first IPv4 address of the first NIC that has any, or else the first IPv6 address. */
    public static final AddressChoice USUAL = new AddressChoice(OptionalInt.empty(), Preference.IPV4, List.of());

    private static final List<Subnet> LOOPBACK = List.of(Subnet.parse("127.0.0.0/8"), Subnet.parse("::1"));
    private static final int LAST_NIC = 31;

    /** Which family. */
    public enum Preference {
        /** IPv4, or else IPv6. */
        IPV4(AddressFamily.IPV4, false),
        /** IPv6, or else IPv4. */
        IPV6(AddressFamily.IPV6, false),
        /** Nothing but IPv4. */
        IPV4_ONLY(AddressFamily.IPV4, true),
        /** Nothing but IPv6. */
        IPV6_ONLY(AddressFamily.IPV6, true);

        private final AddressFamily family;
        private final boolean only;

        Preference(AddressFamily family, boolean only) {
            this.family = family;
            this.only = only;
        }

        private boolean allows(IpAddress address) {
            return !only || isFirstChoice(address);
        }

        private boolean isFirstChoice(IpAddress address) {
            return address.family() == family;
        }

        /** As in {@code ipv4-only}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Keeps a copy of the networks.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if no guest can have such a NIC, or if a network is of a family
     *     that is ruled out
     */
    public AddressChoice {
        networks = List.copyOf(networks);
        if (nic.isPresent() && (nic.getAsInt() < 0 || nic.getAsInt() > LAST_NIC)) {
            throw refuse("net" + nic.getAsInt(), "guests have net0 to net" + LAST_NIC);
        }
        for (Subnet network : networks) {
            if (!preference.allows(network.first())) {
                throw refuse(network.toString(), "no address of it would do, since " + preference + " was asked for");
            }
        }
    }

    /**
     * Reads what {@link #toString} tells, in whatever order: {@code net0}, {@code ipv4}, {@code ipv6}, {@code ipv4-only} or
     * {@code ipv6-only}, and networks as in {@code 10.0.0.0/8}, with blanks or commas between.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if it contains anything else, or contradicts itself
     */
    public static AddressChoice parse(String text) {
        OptionalInt nic = OptionalInt.empty();
        Optional<Preference> preference = Optional.empty();
        List<Subnet> networks = new ArrayList<>();
        for (String word : text.trim().toLowerCase(Locale.ROOT).split("[\\s,]+")) {
            Optional<Preference> family = Stream.of(Preference.values())
                    .filter(it -> it.toString().equals(word))
                    .findFirst();
            if (word.matches("net\\d{1,3}") && nic.isEmpty()) {
                nic = OptionalInt.of(Integer.parseInt(word.substring("net".length())));
            } else if (family.isPresent() && preference.isEmpty()) {
                preference = family;
            } else if (word.matches("net\\d+") || family.isPresent()) {
                throw refuse(word, "there can be one NIC and one family");
            } else if (!word.isEmpty()) {
                networks.add(Subnet.parse(word));
            }
        }
        return new AddressChoice(nic, preference.orElse(USUAL.preference()), networks);
    }

    private static ProxmoxException refuse(String text, String why) {
        return ProxmoxException.invalid("address", "'" + text + "' chooses no address: " + why);
    }

    /**
     * Whether the guest has the NIC that is asked for.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if not
     */
    public void check(GuestConfig config) {
        if (nic.isPresent() && mac(config).isEmpty()) {
            String others =
                    config.nics().keySet().stream().map(it -> "net" + it).collect(Collectors.joining(", "));
            throw refuse(
                    "net" + nic.getAsInt(),
                    others.isEmpty() ? "the guest has no NIC" : "the guest has no such NIC, but " + others);
        }
    }

    /**
     * The best one, without a zone.
     *
     * @param interfaces as the guest tells them; empty if it can't
     * @param config of the guest; as long as the guest tells no address that others can reach, the static addresses that a
     *     container's configuration names are taken for its own
     */
    public Optional<IpAddress> choose(List<NetworkInterface> interfaces, GuestConfig config) {
        return candidates(interfaces, config).stream()
                .filter(this::isWanted)
                .min(Comparator.comparing(it -> !isFirstChoice(it)));
    }

    /** Whether no other address of the guest could be better because of its family: if not, it may be worth a short wait. */
    public boolean isFirstChoice(IpAddress address) {
        return preference.isFirstChoice(address);
    }

    /** Why there is none to choose, for people: which addresses the guest has, and what is asked for. */
    public String obstacle(List<NetworkInterface> interfaces, GuestConfig config) {
        String others =
                candidates(interfaces, config).stream().map(IpAddress::toString).collect(Collectors.joining(", "));
        String wanted = equals(USUAL) ? "" : ", asked for is " + this;
        return others.isEmpty()
                ? "the guest tells no address that others can reach" + wanted
                : "the guest has only " + others + wanted;
    }

    private Set<IpAddress> candidates(List<NetworkInterface> interfaces, GuestConfig config) {
        Optional<MacAddress> only = nic.isPresent() ? mac(config) : Optional.empty();
        if (nic.isPresent() && only.isEmpty()) {
            return Set.of();
        }
        Addresses told = Addresses.of(interfaces, only.map(List::of).orElseGet(config::macAddresses));
        Addresses configured = Addresses.ofConfiguration(config);
        List<String> reachable = told.isEmpty() ? only.map(configured::ofNic).orElseGet(configured::all) : told.all();
        // Loopback belongs to no NIC, unless one was asked for.
        Stream<NetworkInterface> loopback = interfaces.stream()
                .filter(it -> !it.isOfAnEngine())
                .filter(it -> only.isEmpty() || it.mac().equals(only));
        return Stream.concat(
                        reachable.stream().flatMap(it -> IpAddress.find(it).stream()),
                        loopback.flatMap(it -> it.addresses().stream())
                                .flatMap(it -> IpAddress.find(it.address()).stream())
                                .filter(this::isNamedLoopback))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private boolean isNamedLoopback(IpAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address) && isLoopback(network));
    }

    private static boolean isLoopback(Subnet network) {
        return LOOPBACK.stream().anyMatch(it -> it.contains(network));
    }

    private boolean isWanted(IpAddress address) {
        return preference.allows(address)
                && (networks.isEmpty() || networks.stream().anyMatch(it -> it.contains(address)));
    }

    private Optional<MacAddress> mac(GuestConfig config) {
        return Optional.ofNullable(config.nics().get(nic.orElseThrow())).flatMap(Nic::mac);
    }

    /** All of it in a line, empty if nothing is asked for: {@code net0 ipv4-only 10.0.0.0/8}. */
    @Override
    public String toString() {
        Stream<String> which = nic.stream().mapToObj(it -> "net" + it);
        Stream<String> family =
                Stream.of(preference).filter(it -> it != USUAL.preference()).map(Preference::toString);
        return Stream.of(which, family, networks.stream().map(Subnet::toString))
                .flatMap(it -> it)
                .collect(Collectors.joining(" "));
    }
}
