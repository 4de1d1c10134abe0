package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.embedded.EmbeddedAccess;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pveum lines of the README grant enough for all steps, on every release, and no sight of a guest outside the pool. */
class LeastPrivilegeTest {
    private static final Pattern ROLE = Pattern.compile("pveum role add (\\w+) --privs \"([^\"]+)\"");
    private static final Pattern ACL = Pattern.compile("pveum acl modify (\\S+) --users (\\S+) --roles (\\w+)");

    @ParameterizedTest
    @EnumSource(PveVersion.class)
    void theLinesOfTheReadmeAreEnoughAndShowNoOtherGuest(PveVersion version) throws IOException {
        try (Lab lab = Lab.start(version);
                Lab jenkins = lab.as(grant(lab, version))) {
            String clone = jenkins.run(new CloneGuest(new CloneRequest("debian-12")
                            .name("ci-1")
                            .full(true)
                            .storage("local-lvm")
                            .pool("ci")
                            .tags(List.of("ci"))
                            .cores(2)
                            .memory(1024)
                            .ciUser("jenkins")
                            .waitFor("address")))
                    .vmid()
                    .toString();
            jenkins.run(new TakeSnapshot(clone, "clean", null, false));
            jenkins.run(new RollBack(clone, "clean", true));
            jenkins.run(new BackUp(new BackupRequest(List.of(clone), null, null).storage("local")));
            jenkins.run(new ChangePower(clone, PowerAction.STOP, null));

            assertThat(lab.proxmox.cluster().archives()).hasSize(1);
            assertThatThrownBy(() -> jenkins.run(new ChangePower("web", PowerAction.STOP, null)))
                    .hasMessageContaining("There is no guest with the name 'web'");
        }
    }

    private static String grant(Lab lab, PveVersion version) throws IOException {
        String readme = adapt(Files.readString(Path.of("README.md")), version);
        EmbeddedAccess access = lab.proxmox.access().addUser("jenkins@pve", "unused-password");
        Map<String, String[]> roles = new HashMap<>();
        for (Matcher role = ROLE.matcher(readme); role.find(); ) {
            roles.put(role.group(1), role.group(2).split(","));
        }
        for (Matcher acl = ACL.matcher(readme); acl.find(); ) {
            access.grant(acl.group(2), acl.group(1), roles.get(acl.group(3)));
        }
        assertThat(roles).hasSizeGreaterThanOrEqualTo(3);
        return access.addToken("jenkins@pve", "ci", false);
    }

    /** As the README says in words; the archives' storage has another name in the embedded Proxmox VE. */
    private static String adapt(String readme, PveVersion version) {
        String here = readme.replace("/storage/backups", "/storage/local");
        return switch (version) {
            case V7 -> here.replaceAll("(?m)^.*JenkinsNetwork.*$", "");
            case V8 -> here;
            case V9 -> here.replace("VM.Monitor", "VM.GuestAgent.Audit");
        };
    }
}
