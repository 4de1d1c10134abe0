package io.jenkins.plugins.proxmox.connection;

import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import java.util.List;
import java.util.stream.Collectors;

/** Tells an administrator whether a connection works, and for which steps its privileges suffice. */
final class ConnectionTest {
    private ConnectionTest() {}

    static FormValidation run(ApiClient client) {
        Cluster cluster = new Cluster(client);
        String version = cluster.version();
        List<String> lacks = PrivilegeDoctor.lacking(version, cluster.privileges());
        String seen = "Proxmox VE " + version + " answers to " + client.credentials() + ", who sees "
                + count(cluster.nodes().online().size(), "node") + " and "
                + count(cluster.guests().list().size(), "guest") + ".";
        if (lacks.isEmpty()) {
            return FormValidation.ok(seen + " Each privilege that the steps can't do without is granted somewhere.");
        }
        return FormValidation.warningWithMarkup(Util.escape(seen)
                + lacks.stream().map(Util::escape).collect(Collectors.joining("</li><li>", "<ul><li>", "</li></ul>")));
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
