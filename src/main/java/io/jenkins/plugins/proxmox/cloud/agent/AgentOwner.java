package io.jenkins.plugins.proxmox.cloud.agent;

import io.jenkins.plugins.proxmox.core.network.InterfaceAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * For whom an agent's guest was made, as its mark tells it and so that it can be read back.
 *
 * @param cloud the id of the cloud
 * @param template the name of the template in the cloud
 * @param agent the name of the agent
 * @param addresses what the guest was given of ranges; nobody else may have them before it is gone
 */
public record AgentOwner(String cloud, String template, String agent, List<InterfaceAddress> addresses) {
    private static final String KIND = "agent";
    private static final int PARTS = 5;

    public AgentOwner {
        addresses = List.copyOf(addresses);
    }

    /** Reads the owner of a mark; empty if it is not that of an agent's guest. */
    public static Optional<AgentOwner> parse(String owner) {
        String[] parts = owner.split("/", -1);
        return parts.length == PARTS && parts[0].equals(KIND)
                ? Optional.of(new AgentOwner(
                        decoded(parts[1]), decoded(parts[2]), decoded(parts[3]), addresses(decoded(parts[4]))))
                : Optional.empty();
    }

    private static List<InterfaceAddress> addresses(String text) {
        return Arrays.stream(text.split(" "))
                .flatMap(address -> InterfaceAddress.find(address).stream())
                .toList();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** {@code agent/CLOUD/TEMPLATE/NAME/ADDRESSES}. */
    @Override
    public String toString() {
        String texts = addresses.stream().map(InterfaceAddress::toString).collect(Collectors.joining(" "));
        return String.join("/", KIND, encoded(cloud), encoded(template), encoded(agent), encoded(texts));
    }
}
