package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Descriptor;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.Patience;
import io.jenkins.plugins.proxmox.connection.PolicyRule;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
import io.jenkins.plugins.proxmox.connection.SafetyPolicy;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What forms offer of the cluster, to whom, and at which price. */
@WithJenkins
class ClusterFieldsTest {
    private static final String CLONE = CloneStep.class.getName();
    private static final String ROLLBACK = RollbackStep.class.getName();
    private static final String BACKUP = BackupStep.class.getName();

    @Test
    void fieldsOfferWhatTheClusterHas(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            proxmox.cluster().addVirtualMachine("pve1", 301, "twin");
            proxmox.cluster().addVirtualMachine("pve2", 302, "twin");
            JenkinsWithProxmox.connect(proxmox);
            String job = jenkins.createFreeStyleProject().getUrl();

            // The first call of all may take longer than a form waits.
            Patience.await(() -> fill(jenkins, job, ROLLBACK, "Guest", Map.of()).contains("\"web\""));
            assertThat(fill(jenkins, job, ROLLBACK, "Guest", Map.of()))
                    .contains("\"web\"", "\"build\"", "\"cache\"", "\"301\"", "\"302\"")
                    .doesNotContain("debian-12", "twin");
            assertThat(fill(jenkins, job, CLONE, "Template", Map.of()))
                    .contains("\"debian-12\"", "\"debian-ct\"")
                    .doesNotContain("web");
            assertThat(fill(jenkins, job, CLONE, "Node", Map.of())).contains("[\"pve1\",\"pve2\"");
            assertThat(fill(jenkins, job, CLONE, "Target", Map.of())).contains("pve2");
            assertThat(fill(jenkins, job, CLONE, "Pool", Map.of())).contains("\"ci\"");
            assertThat(fill(jenkins, job, CLONE, "Storage", Map.of()))
                    .contains("local-lvm")
                    .doesNotContain("\"local\"");
            assertThat(fill(jenkins, job, BACKUP, "Storage", Map.of("node", "pve1")))
                    .contains("\"local\"")
                    .doesNotContain("local-lvm");
            assertThat(proxmox.requests().all()).hasSize(1);
        }
    }

    @Test
    void snapshotsAndBackupsAreThoseOfTheGuest(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            jenkins.buildAndAssertSuccess(JenkinsWithProxmox.pipeline(
                    jenkins,
                    "proxmoxSnapshot guest: 'build', name: 'clean'; proxmoxBackup guest: 'web', storage: 'local'"));
            String job = jenkins.createFreeStyleProject().getUrl();
            int before = proxmox.requests().all().size();

            assertThat(fill(jenkins, job, ROLLBACK, "Snapshot", Map.of("guest", "build")))
                    .isEqualTo("[\"clean\"]");
            assertThat(fill(jenkins, job, ROLLBACK, "Snapshot", Map.of("guest", "102")))
                    .isEqualTo("[\"clean\"]");
            assertThat(fill(jenkins, job, CLONE, "Snapshot", Map.of("template", "debian-12")))
                    .isEqualTo("[]");
            assertThat(fill(jenkins, job, ROLLBACK, "Snapshot", Map.of("guest", "nope")))
                    .isEqualTo("[]");
            assertThat(fill(jenkins, job, ROLLBACK, "Snapshot", Map.of("guest", "${GUEST}")))
                    .isEqualTo("[]");
            assertThat(fill(jenkins, job, ROLLBACK, "Backup", Map.of())).contains("local:backup/vzdump-qemu-101-");
            assertThat(fill(jenkins, job, ROLLBACK, "Backup", Map.of("guest", "build")))
                    .isEqualTo("[]");
            // The list of the cluster, the snapshots of two guests, and what four storages hold.
            assertThat(proxmox.requests().all().size() - before).isLessThan(10);
        }
    }

    @Test
    void whoMayNotConfigureSeesNothingAndCostsNothing(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            FreeStyleProject project = jenkins.createFreeStyleProject();
            jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
            jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                    .grant(Jenkins.READ, Item.READ, Item.BUILD)
                    .everywhere()
                    .to("reader")
                    .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                    .everywhere()
                    .to("author"));
            for (String field :
                    List.of("Guest", "Template", "Node", "Target", "Pool", "Storage", "Snapshot", "Backup")) {
                Map<String, String> filled = Map.of("guest", "web", "value", "no name!");
                assertThat(post(jenkins, "reader", project.getUrl(), ROLLBACK, "fill" + field + "Items", filled)
                                .getContentAsString())
                        .isEqualTo("[]");
                assertThat(post(jenkins, "reader", project.getUrl(), ROLLBACK, "check" + field, filled)
                                .getContentAsString())
                        .doesNotContain("error", "warning");
                // Outside of a job, only an administrator.
                assertThat(post(jenkins, "author", "", ROLLBACK, "fill" + field + "Items", filled)
                                .getContentAsString())
                        .isEqualTo("[]");
            }
            assertThat(proxmox.requests().all()).isEmpty();

            assertThat(post(jenkins, "author", project.getUrl(), ROLLBACK, "fillGuestItems", Map.of())
                            .getContentAsString())
                    .contains("web");
            assertThat(get(jenkins, "author", project.getUrl(), ROLLBACK, "fillGuestItems")
                            .getStatusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void thePolicyHoldsForFormsToo(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            jenkins.buildAndAssertSuccess(JenkinsWithProxmox.pipeline(
                    jenkins,
                    "proxmoxSnapshot guest: 'build', name: 'clean'; proxmoxBackup guest: 'web', storage: 'local'"));
            PolicyRule rule = new PolicyRule("tests", "read");
            rule.setVmids("102");
            SafetyPolicy little = new SafetyPolicy();
            little.setAnyGuest("");
            little.setRules(List.of(rule));
            ProxmoxGuestsConfiguration.get().getConnections().get(0).setSafetyPolicy(little);
            String job = jenkins.createFreeStyleProject().getUrl();

            assertThat(fill(jenkins, job, ROLLBACK, "Guest", Map.of())).isEqualTo("[\"build\"]");
            assertThat(fill(jenkins, job, ROLLBACK, "Template", Map.of())).isEqualTo("[]");
            assertThat(fill(jenkins, job, ROLLBACK, "Backup", Map.of())).isEqualTo("[]");
            assertThat(fill(jenkins, job, ROLLBACK, "Snapshot", Map.of("guest", "build")))
                    .isEqualTo("[\"clean\"]");
            assertThat(fill(jenkins, job, ROLLBACK, "Snapshot", Map.of("guest", "web")))
                    .isEqualTo("[]");
        }
    }

    @Test
    void aClusterThatDoesNotAnswerIsAWarningAtTheField(JenkinsRule jenkins) throws Exception {
        String url;
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            url = proxmox.url().toString();
        }
        String job = jenkins.createFreeStyleProject().getUrl();
        assertThat(fill(jenkins, job, ROLLBACK, "Guest", Map.of())).isEqualTo("[]");
        assertThat(check(jenkins, job, ROLLBACK, "Guest", Map.of("value", "web")))
                .contains(
                        "class=\"warning\"",
                        "There is nothing to choose from",
                        "Proxmox VE at " + url + " can&#039;t be reached");
        assertThat(check(jenkins, job, ROLLBACK, "Guest", Map.of("value", "")))
                .contains("class=\"warning\"", "can&#039;t be reached");
        // A value that is wrong is so in any case.
        assertThat(check(jenkins, job, ROLLBACK, "Guest", Map.of("value", "no name!")))
                .contains("class=\"error\"", "is neither a VMID nor a guest&#039;s name")
                .doesNotContain("warning");
        assertThat(check(jenkins, job, ROLLBACK, "Guest", Map.of("value", "web", "connection", "other")))
                .contains("class=\"warning\"", "There is no connection &#039;other&#039;");
        assertThat(check(jenkins, job, ROLLBACK, "Guest", Map.of("value", "${GUEST}", "connection", "${CLUSTER}")))
                .doesNotContain("warning");
    }

    @Test
    void eachFieldHasOneMethodOnly(JenkinsRule jenkins) {
        for (StepDescriptor descriptor : StepDescriptor.all()) {
            if (descriptor instanceof ClusterFields) {
                Map<String, Set<List<Class<?>>>> signatures = fieldMethods(descriptor)
                        .collect(Collectors.groupingBy(
                                Method::getName,
                                Collectors.mapping(method -> List.of(method.getParameterTypes()), Collectors.toSet())));
                assertThat(signatures.values())
                        .as("%s", descriptor.getClass())
                        .allSatisfy(ways -> assertThat(ways).hasSize(1));
            }
        }
    }

    private static Stream<Method> fieldMethods(Descriptor<?> descriptor) {
        return Arrays.stream(descriptor.getClass().getMethods())
                .filter(method -> method.getName().startsWith("doCheck")
                        || method.getName().startsWith("doFill"));
    }

    private static String fill(JenkinsRule jenkins, String at, String step, String field, Map<String, String> form)
            throws Exception {
        return post(jenkins, null, at, step, "fill" + field + "Items", form).getContentAsString();
    }

    private static String check(JenkinsRule jenkins, String at, String step, String field, Map<String, String> form)
            throws Exception {
        return post(jenkins, null, at, step, "check" + field, form).getContentAsString();
    }

    private static WebResponse post(
            JenkinsRule jenkins, String user, String at, String step, String method, Map<String, String> form)
            throws Exception {
        return send(jenkins, HttpMethod.POST, user, at, step, method, form);
    }

    private static WebResponse get(JenkinsRule jenkins, String user, String at, String step, String method)
            throws Exception {
        return send(jenkins, HttpMethod.GET, user, at, step, method, Map.of());
    }

    private static WebResponse send(
            JenkinsRule jenkins,
            HttpMethod http,
            String user,
            String at,
            String step,
            String method,
            Map<String, String> form)
            throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        if (user != null) {
            client.login(user);
        }
        String query = form.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        URL url = new URL(jenkins.getURL(), at + "descriptorByName/" + step + "/" + method + "?" + query);
        return client.getPage(client.addCrumb(new WebRequest(url, http))).getWebResponse();
    }
}
