package io.jenkins.plugins.proxmox.cloud.agent;

import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Random;
import jenkins.model.Jenkins;

/** Names for agents, which are those of their guests, too: valid as names in DNS, and never used twice. */
final class AgentNames {
    private static final Random RANDOM = new SecureRandom();
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int SUFFIX = 6;
    private static final int LONGEST = 40;

    private AgentNames() {}

    static String next(ProxmoxTemplate template) {
        String base = base(template.getName());
        String name;
        do {
            StringBuilder suffix = new StringBuilder();
            RANDOM.ints(SUFFIX, 0, LETTERS.length()).forEach(index -> suffix.append(LETTERS.charAt(index)));
            name = base + "-" + suffix;
        } while (Jenkins.get().getNode(name) != null);
        return name;
    }

    private static String base(String template) {
        String base =
                template.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-").replaceAll("^-+", "");
        String cut = base.substring(0, Math.min(LONGEST, base.length())).replaceAll("-+$", "");
        return cut.isEmpty() ? "agent" : cut;
    }
}
