package io.jenkins.plugins.proxmox.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.Describable;
import hudson.model.FreeStyleProject;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** How an administrator writes a policy, and what is said about mistakes. */
@WithJenkins
class SafetyPolicyTest {
    @Test
    void theFormKeepsThePolicy(JenkinsRule jenkins) throws Exception {
        JenkinsWithProxmox.addToken("a-token", "jenkins@pve!ci=00000000-0000-0000-0000-000000000000");
        PolicyRule rule = new PolicyRule("ci \"pool\" <b>", "power, destroy");
        rule.setFolders("team, ops/nightly");
        rule.setPools("ci");
        rule.setVmids("9000-9999, 105");
        rule.setTags("nightly");
        rule.setNames("ci-*, web");
        SafetyPolicy policy = new SafetyPolicy();
        policy.setAnyGuest("read");
        policy.setOwnGuests("");
        policy.setRules(List.of(rule, new PolicyRule("raw", "request")));
        ProxmoxConnection before = connection(policy);
        ProxmoxConnection usual = new ProxmoxConnection("usual", "https://pve.example.com:8006", "a-token");
        ProxmoxGuestsConfiguration.get().setConnections(List.of(before, usual));
        String read = before.policy().toString();

        jenkins.configRoundtrip();

        List<ProxmoxConnection> after = ProxmoxGuestsConfiguration.get().getConnections();
        assertThat(after).hasSize(2);
        assertThat(after.get(0).policy()).hasToString(read);
        assertThat(after.get(0).getSafetyPolicy().getRules().get(0))
                .usingRecursiveComparison()
                .isEqualTo(rule);
        assertThat(after.get(1).getSafetyPolicy()).isNull();
        assertThat(after.get(1).policy()).isSameAs(Policy.USUAL);
    }

    @Test
    void aPolicyOfItsOwnBeginsAsTheUsualOne(JenkinsRule jenkins) {
        assertThat(new SafetyPolicy().policy()).isEqualTo(Policy.USUAL);
        assertThat(new SafetyPolicy().getAnyGuest()).isEqualTo("read, create");
    }

    @Test
    void nothingHasAWordOfItsOwn(JenkinsRule jenkins) {
        SafetyPolicy policy = new SafetyPolicy();
        policy.setAnyGuest(" ");
        policy.setOwnGuests("None");

        assertThat(policy.getAnyGuest()).isEqualTo("none");
        assertThat(policy.policy()).isEqualTo(Policy.CLOSED);
        policy.setAnyGuest("none, read");
        assertThatThrownBy(policy::policy).hasMessageContaining("'none' is not known");
    }

    @Test
    void whatCantBeRightIsNotSaved(JenkinsRule jenkins) {
        SafetyPolicy unknown = new SafetyPolicy();
        unknown.setAnyGuest("read, delete");
        assertRefused(unknown, "'delete' is not known; expected is one of read, power");
        SafetyPolicy pointless = new SafetyPolicy();
        pointless.setOwnGuests("request");
        assertRefused(pointless, "'request' can't be allowed with own guests");
        SafetyPolicy twice = new SafetyPolicy();
        twice.setRules(List.of(new PolicyRule("a", "read"), new PolicyRule("a", "power")));
        assertRefused(twice, "There are two rules with the name 'a'");
        SafetyPolicy nameless = new SafetyPolicy();
        nameless.setRules(List.of(new PolicyRule(" ", "read")));
        assertRefused(nameless, "A rule has no name");
        SafetyPolicy range = new SafetyPolicy();
        PolicyRule rule = new PolicyRule("numbers", "read");
        rule.setVmids("200-100");
        range.setRules(List.of(rule));
        assertRefused(range, "rule 'numbers': '200-100' is no range of VMIDs; expected is the lower one first");
    }

    @Test
    void theFormSaysWhatCantBeRight(JenkinsRule jenkins) throws Exception {
        SafetyPolicy policy = new SafetyPolicy();
        policy.setRules(List.of(new PolicyRule("fine", "read")));
        ProxmoxGuestsConfiguration.get().setConnections(List.of(connection(policy)));
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        var form = client.goTo("configure").getFormByName("config");
        form.getInputByName("_.operations").setValue("everything");

        var answer = jenkins.submit(form);

        assertThat(answer.getWebResponse().getContentAsString())
                .contains("The safety policy of connection", "everything", "is not known");
        assertThat(ProxmoxGuestsConfiguration.get()
                        .getConnections()
                        .get(0)
                        .getSafetyPolicy()
                        .getRules()
                        .get(0)
                        .getOperations())
                .isEqualTo("read");
    }

    @Test
    void aFileThatWasEditedByHandAllowsNothingAndSaysWhy(JenkinsRule jenkins) throws Exception {
        SafetyPolicy policy = new SafetyPolicy();
        PolicyRule numbers = new PolicyRule("numbers", "power");
        numbers.setVmids("100-200");
        policy.setRules(List.of(numbers));
        ProxmoxGuestsConfiguration.get().setConnections(List.of(connection(policy)));
        Path file = jenkins.jenkins.getRootDir().toPath().resolve(ProxmoxGuestsConfiguration.class.getName() + ".xml");
        String xml = Files.readString(file);

        Files.writeString(file, xml.replace("100-200", "100 to 200"));
        assertThat(reloaded().flaw())
                .hasValueSatisfying(
                        flaw -> assertThat(flaw).startsWith("rule 'numbers': '100 to 200' is no range of VMIDs"));
        assertThat(reloaded().anyGuest()).isEmpty();
        assertThat(reloaded().ownGuests()).isEmpty();

        Files.writeString(file, xml.replaceAll("(?s)<(anyGuest|ownGuests)>.*?</\\1>|<rules>.*</rules>", ""));
        assertThat(reloaded()).isEqualTo(Policy.CLOSED);
        Files.writeString(file, xml.replaceAll("<name>numbers</name>", ""));
        assertThat(reloaded().flaw())
                .hasValueSatisfying(flaw -> assertThat(flaw).startsWith("A rule has no name"));
    }

    private static Policy reloaded() {
        ProxmoxGuestsConfiguration.get().load();
        return ProxmoxGuestsConfiguration.get().getConnections().get(0).policy();
    }

    @Test
    void everyFieldIsChecked(JenkinsRule jenkins) throws Exception {
        SafetyPolicy.DescriptorImpl policy =
                (SafetyPolicy.DescriptorImpl) Jenkins.get().getDescriptorOrDie(SafetyPolicy.class);
        PolicyRule.DescriptorImpl rule =
                (PolicyRule.DescriptorImpl) Jenkins.get().getDescriptorOrDie(PolicyRule.class);
        FreeStyleProject job = jenkins.createFreeStyleProject("team");

        assertOk(policy.doCheckAnyGuest("Read,create"));
        assertError(policy.doCheckAnyGuest("reed"), "'reed' is not known");
        assertWarning(policy.doCheckAnyGuest(""), "Without 'read'");
        assertOk(policy.doCheckOwnGuests("read destroy"));
        assertError(policy.doCheckOwnGuests("create"), "'create' can't be allowed with own guests");
        assertWarning(policy.doCheckOwnGuests("power"), "Without 'destroy'");
        assertOk(rule.doCheckName("ci"));
        assertError(rule.doCheckName(" "), "A rule has no name");
        assertOk(rule.doCheckOperations("power", "ci", "", "", ""));
        assertError(rule.doCheckOperations("", "", "", "", ""), "must allow something");
        assertError(rule.doCheckOperations("root", "", "", "", ""), "'root' is not known");
        assertOk(rule.doCheckOperations("request", " ", "", "", ""));
        assertError(rule.doCheckOperations("request", "", "", "ci", ""), "goes with no particular guest");
        assertOk(rule.doCheckFolders(job.getFullName() + ", none*"));
        assertError(rule.doCheckFolders("/"), "is no folder or job");
        assertWarning(rule.doCheckFolders("team, other/app"), "There is no folder or job other/app");
        assertOk(rule.doCheckPools("ci, team/ci"));
        assertError(rule.doCheckPools("c i"), "'c i' is no pool");
        assertOk(rule.doCheckVmids("100, 200-300 ,,"));
        assertError(rule.doCheckVmids("99"), "'99' is no VMID");
        assertError(rule.doCheckVmids("a-b"), "is no range of VMIDs");
        assertOk(rule.doCheckTags("ci, nightly"));
        assertError(rule.doCheckTags("a b"), "'a b' is no tag");
        assertOk(rule.doCheckNames("ci-*"));
        assertThat(policy.doAutoCompleteOwnGuests("p").getValues()).containsExactly("power");
        assertThat(policy.doAutoCompleteAnyGuest("re").getValues()).containsExactly("read", "request");
        assertThat(rule.doAutoCompleteOperations("").getValues()).hasSize(9);
    }

    @Test
    void onlyAdministratorsCanAskAndOnlyByPost(JenkinsRule jenkins) throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader"));
        Map<Class<? extends Describable<?>>, List<String>> fields = Map.of(
                SafetyPolicy.class, List.of("AnyGuest", "OwnGuests"),
                PolicyRule.class, List.of("Name", "Operations", "Folders", "Pools", "Vmids", "Tags", "Names"));
        JenkinsRule.WebClient admin = jenkins.createWebClient().login("admin");
        JenkinsRule.WebClient reader = jenkins.createWebClient().login("reader");
        for (var type : fields.entrySet()) {
            for (String field : type.getValue()) {
                String url = "descriptorByName/" + type.getKey().getName() + "/check" + field + "?value=x";
                assertThat(status(admin, HttpMethod.GET, url)).as(url).isIn(404, 405);
                assertThat(status(reader, HttpMethod.POST, url)).as(url).isEqualTo(403);
                assertThat(status(admin, HttpMethod.POST, url)).as(url).isEqualTo(200);
            }
        }
    }

    @Test
    void everyFieldHasHelp() {
        assertHelp(SafetyPolicy.class, "anyGuest", "ownGuests", "rules");
        assertHelp(PolicyRule.class, "name", "operations", "folders", "pools", "vmids", "tags", "names");
        assertHelp(ProxmoxConnection.class, "safetyPolicy");
    }

    private static void assertHelp(Class<?> type, String... fields) {
        for (String field : fields) {
            assertThat(type.getResource(type.getSimpleName() + "/help-" + field + ".html"))
                    .as(field)
                    .isNotNull();
        }
    }

    private static int status(JenkinsRule.WebClient client, HttpMethod method, String url) throws Exception {
        client.setThrowExceptionOnFailingStatusCode(false);
        WebRequest request = new WebRequest(new URL(client.getContextPath() + url), method);
        if (method == HttpMethod.POST) {
            client.addCrumb(request);
        }
        return client.getPage(request).getWebResponse().getStatusCode();
    }

    private static ProxmoxConnection connection(SafetyPolicy policy) {
        ProxmoxConnection connection = new ProxmoxConnection("lab", "https://pve.example.com:8006", "a-token");
        connection.setSafetyPolicy(policy);
        return connection;
    }

    private static void assertRefused(SafetyPolicy policy, String message) {
        assertThatThrownBy(() -> ProxmoxGuestsConfiguration.get().setConnections(List.of(connection(policy))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The safety policy of connection 'lab' can't be right: ")
                .hasMessageContaining(message);
        assertThat(ProxmoxGuestsConfiguration.get().getConnections()).isEmpty();
    }

    private static void assertOk(FormValidation validation) {
        assertThat(validation.kind).as(validation.toString()).isEqualTo(FormValidation.Kind.OK);
    }

    private static void assertWarning(FormValidation validation, String message) {
        assertThat(validation.kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(validation.getMessage().replace("&#039;", "'")).contains(message);
    }

    private static void assertError(FormValidation validation, String message) {
        assertThat(validation.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(validation.getMessage().replace("&#039;", "'")).contains(message);
    }
}
