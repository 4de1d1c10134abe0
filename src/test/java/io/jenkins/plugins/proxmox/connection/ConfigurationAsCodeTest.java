package io.jenkins.plugins.proxmox.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.Util;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.casc.model.CNode;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.policy.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Connections by configuration as code. */
@WithJenkinsConfiguredWithCode
class ConfigurationAsCodeTest {
    private static final String CONNECTION = """
            unclassified:
              proxmoxGuests:
                connections:
                  - name: "lab"
                    url: "https://pve.example.com:8006"
                    credentialsId: "proxmox-token"
            """;

    @Test
    @ConfiguredWithCode("connections.yaml")
    void connectionsAreReadAndWritten(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        assertThat(ProxmoxGuestsConfiguration.get().getConnections())
                .satisfiesExactly(
                        lab -> {
                            assertThat(lab.getName()).isEqualTo("lab");
                            assertThat(lab.getUrl()).isEqualTo("https://pve.example.com:8006");
                            assertThat(lab.getCredentialsId()).isEqualTo("proxmox-token");
                            assertThat(lab.getFingerprint()).startsWith("AB:CD:");
                            assertThat(lab.getVmidRange()).isEqualTo("9000-9999");
                        },
                        production -> assertThat(production.getCaCertificate()).startsWith("-----BEGIN CERTIFICATE"));

        assertThat(exported())
                .contains("name: \"lab\"", "credentialsId: \"proxmox-token\"", "vmidRange: \"9000-9999\"")
                .doesNotContain("safetyPolicy");
    }

    @Test
    void thePolicyOfTheDocumentationIsReadAndWritten(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        Policy policy = configured(documented());

        assertThat(policy.flaw()).isEmpty();
        assertThat(policy.anyGuest()).isEmpty();
        assertThat(policy.ownGuests()).isEqualTo(Right.overGuests());
        assertThat(policy.rules())
                .extracting(Rule::name)
                .containsExactly("templates", "new guests", "ci pool", "production", "repair job");
        Rule production = policy.rules().get(3);
        assertThat(production.rights()).containsExactlyInAnyOrder(Right.READ, Right.POWER, Right.BACKUP);
        assertThat(production.folders()).containsExactly("ops");
        assertThat(production.names()).hasToString("[web-*, db-*]");
        assertThat(policy.rules().get(1).vmids()).hasToString("[9000-9999]");

        String exported = "unclassified:\n  proxmoxGuests:\n" + exported().indent(4);
        ProxmoxGuestsConfiguration.get().setConnections(List.of());
        assertThat(configured(exported)).isEqualTo(policy);
    }

    @Test
    void thePolicyOfTheReadmeIsTheUsualOneWithARule(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        Matcher yaml =
                Pattern.compile("(?ms)^ {8}safetyPolicy:$.*?(?=^```)").matcher(Files.readString(Path.of("README.md")));
        assertThat(yaml.find()).isTrue();

        Policy policy = configured(CONNECTION + yaml.group());

        assertThat(policy.anyGuest()).isEqualTo(Policy.USUAL.anyGuest());
        assertThat(policy.ownGuests()).isEqualTo(Policy.USUAL.ownGuests());
        assertThat(policy.rules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.name()).isEqualTo("ops may restart production"));
    }

    @Test
    void aPolicyThatCantBeRightIsRefused(JenkinsConfiguredWithCodeRule jenkins) {
        assertThatThrownBy(() -> configured(documented().replace("read, power, backup", "read, powers")))
                .hasStackTraceContaining(
                        "The safety policy of connection 'lab' can't be right: rule 'production': 'powers' is not known");
        assertThat(ProxmoxGuestsConfiguration.get().getConnections()).isEmpty();
    }

    private static String documented() throws IOException {
        Matcher yaml =
                Pattern.compile("(?ms)^```yaml$\\n(.*?)^```").matcher(Files.readString(Path.of("docs", "security.md")));
        assertThat(yaml.find()).isTrue();
        return yaml.group(1);
    }

    private static Policy configured(String yaml) throws Exception {
        Path file = Files.createTempFile("connections", ".yaml");
        try {
            Files.writeString(file, yaml);
            ConfigurationAsCode.get().configure(file.toString());
        } finally {
            Files.delete(file);
        }
        return ProxmoxGuestsConfiguration.get().getConnections().get(0).policy();
    }

    private static String exported() throws Exception {
        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        CNode exported = Util.getUnclassifiedRoot(context).get("proxmoxGuests");
        return Util.toYamlString(exported);
    }
}
