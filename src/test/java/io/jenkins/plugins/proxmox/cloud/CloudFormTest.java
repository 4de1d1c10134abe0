package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.Descriptor;
import hudson.slaves.Cloud;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.connector.InboundConnector;
import io.jenkins.plugins.proxmox.cloud.connector.SshConnector;
import io.jenkins.plugins.proxmox.cloud.pipeline.ProxmoxAgentStep;
import io.jenkins.plugins.proxmox.cloud.settings.AgentHardware;
import io.jenkins.plugins.proxmox.cloud.settings.AgentNetwork;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.cloud.settings.KeepOnFailure;
import io.jenkins.plugins.proxmox.cloud.settings.OneShotLife;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.cloud.settings.ReusableLife;
import io.jenkins.plugins.proxmox.cloud.settings.RolledBackLife;
import io.jenkins.plugins.proxmox.cloud.settings.WarmAgents;
import io.jenkins.plugins.proxmox.connection.ProxmoxConnection;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.ClassDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What administrators see of clouds, and what becomes of what they write. */
@WithJenkins
class CloudFormTest {
    private static final String TEMPLATE = ProxmoxTemplate.class.getName();
    private static final String NETWORK = AgentNetwork.class.getName();

    private static final List<String> NOWHERE = List.of(
            "The cluster has no bridge nowhere",
            "The cluster has no pool nowhere",
            "The cluster has no storage for disks called nowhere",
            "The cluster has no node that is online and called nowhere");

    /** All of it by its values; Jenkins' own parts by their classes. */
    private static final RecursiveComparisonConfiguration BY_VALUE = RecursiveComparisonConfiguration.builder()
            .withStrictTypeChecking(true)
            .withIgnoredFieldsMatchingRegexes(
                    ".*\\.nodeProperties", ".*\\.parsed", "actions", "transientActionFactories")
            .build();

    @Test
    void theFormKeepsEveryField(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            ProxmoxCloud before = SampleCloud.full();
            jenkins.jenkins.clouds.add(before);

            jenkins.submit(form(jenkins, "lab"));

            ProxmoxCloud after = cloud("lab");
            assertThat(after).isNotSameAs(before);
            assertThat(after).usingRecursiveComparison(BY_VALUE).isEqualTo(before);
            jenkins.assertEqualDataBoundBeans(
                    before.getTemplates().get(0).getNodeProperties(),
                    after.getTemplates().get(0).getNodeProperties());
            assertThat(after.getTemplates().get(1).getFull()).isFalse();
            assertThat(after.getTemplates().get(2).getFull()).isNull();

            Jenkins.get().reload();
            assertThat(cloud("lab")).usingRecursiveComparison(BY_VALUE).isEqualTo(before);
            String xml = Files.readString(jenkins.jenkins.getRootDir().toPath().resolve("config.xml"));
            assertThat(xml).doesNotContain("Immutable", "CollSer");
        }
    }

    @Test
    void aRenamedCloudKeepsItsId(JenkinsRule jenkins) throws Exception {
        JenkinsWithProxmox.connect("https://127.0.0.1:1", "jenkins@pve!ci=00000000-0000-0000-0000-000000000000", null);
        jenkins.jenkins.clouds.add(SampleCloud.little());

        HtmlForm form = form(jenkins, "lab");
        form.getInputByName("_.name").setValue("build agents");
        jenkins.submit(form);

        assertThat(jenkins.jenkins.clouds.getByName("lab")).isNull();
        assertThat(cloud("build agents").getId()).isEqualTo("lab");
        assertThat(cloud("build agents").getTemplates()).hasSize(1);
    }

    @Test
    void cloudsNeverShareAnId(JenkinsRule jenkins) throws Exception {
        ProxmoxCloud old = new ProxmoxCloud("renamed");
        old.setId("lab");
        jenkins.jenkins.clouds.add(old);
        jenkins.jenkins.clouds.add(new ProxmoxCloud("lab"));
        ProxmoxCloud copy = new ProxmoxCloud("copy");
        copy.setId("lab");
        jenkins.jenkins.clouds.add(copy);

        assertThat(ids()).hasSize(3).contains("lab");
        assertThat(old.getId()).isEqualTo("lab");
        Set<String> before = ids();
        Jenkins.get().reload();
        assertThat(ids()).isEqualTo(before);
    }

    private static Set<String> ids() {
        return CloudSettings.all(Jenkins.get()).map(CloudSettings::getId).collect(Collectors.toSet());
    }

    @Test
    void aCloudIsMadeInTwoPages(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start();
                JenkinsRule.WebClient client = jenkins.createWebClient()) {
            JenkinsWithProxmox.connect(proxmox);
            HtmlForm first = client.goTo("cloud/new").getFormByName("createItem");
            first.getInputByName("name").setValue("new one");
            first.getInputsByValue(ProxmoxCloud.DescriptorImpl.class.getName().replace("$DescriptorImpl", ""))
                    .get(0)
                    .click();
            HtmlPage page = jenkins.submit(first);
            HtmlForm second = page.getFormByName("config");
            assertThat(page.asXml()).contains("Spread: on the node with the most to spare");
            assertThat(second.getInputByName("_.name").getValue()).isEqualTo("new one");
            jenkins.getButtonByCaption(second, "Add template").click();
            client.waitForBackgroundJavaScript(10_000);
            fill(second, "_.name", "debian");
            fill(second, "_.source", "debian-12");
            jenkins.submit(second);

            ProxmoxCloud made = cloud("new one");
            assertThat(made.getId()).isEqualTo("new one");
            ProxmoxTemplate expected = new ProxmoxTemplate("debian", "debian-12");
            expected.setConnector(new InboundConnector());
            expected.setLife(new OneShotLife());
            assertThat(made.getTemplates())
                    .singleElement()
                    .usingRecursiveComparison(BY_VALUE)
                    .isEqualTo(expected);
        }
    }

    /** The last of several with that name: the one of the template. */
    private static void fill(HtmlForm form, String name, String value) {
        var inputs = form.getInputsByName(name);
        inputs.get(inputs.size() - 1).setValue(value);
    }

    @Test
    void theFormRefusesWhatCantBeRightInOneSentence(JenkinsRule jenkins) throws Exception {
        jenkins.jenkins.clouds.add(SampleCloud.little());
        jenkins.jenkins.clouds.add(new ProxmoxCloud("other"));
        assertThat(refusal(jenkins, "_.name", "other")).contains("There is a cloud 'other' already");
        assertThat(refusal(jenkins, "_.vlan", "5000"))
                .contains("Template 'debian <b> \"quoted\"': vlan: 5000 is no VLAN")
                .doesNotContain("Exception");
        assertThat(cloud("lab").getTemplates()).hasSize(1);
    }

    private static String refusal(JenkinsRule jenkins, String field, String value) throws Exception {
        HtmlForm form = form(jenkins, "lab");
        form.getInputByName(field).setValue(value);
        WebResponse answer = jenkins.submit(form).getWebResponse();
        assertThat(answer.getStatusCode()).isEqualTo(400);
        return ((HtmlPage) form.getPage().getEnclosingWindow().getEnclosedPage()).asNormalizedText();
    }

    @Test
    void twoTemplatesHaveTwoNames(JenkinsRule jenkins) {
        ProxmoxTemplate one = new ProxmoxTemplate("a", "debian-12");
        assertThatThrownBy(() -> new ProxmoxCloud("lab").setTemplates(List.of(one, new ProxmoxTemplate("a", "9000"))))
                .hasMessage("Cloud 'lab': There are two templates with the name 'a'");
        one.setRemoteRoot("agent");
        assertThatThrownBy(() -> new ProxmoxCloud("lab").setTemplates(List.of(one)))
                .hasMessageContaining("Cloud 'lab': Template 'a': workDir: 'agent' is not absolute");
    }

    @Test
    void aTemplateThatWasMadeWrongInTheFileMakesNothing(JenkinsRule jenkins) throws Exception {
        JenkinsWithProxmox.connect("https://127.0.0.1:1", "jenkins@pve!ci=00000000-0000-0000-0000-000000000000", null);
        jenkins.jenkins.clouds.add(SampleCloud.full());
        Path file = jenkins.jenkins.getRootDir().toPath().resolve("config.xml");
        Files.writeString(file, Files.readString(file).replace("<vlan>20</vlan>", "<vlan>5000</vlan>"));
        Jenkins.get().reload();

        ProxmoxCloud cloud = cloud("lab");
        AgentFleet.Addition addition =
                AgentFleet.get().add(cloud, cloud.getTemplates().get(0));
        assertThat(addition.agent()).isEmpty();
        assertThat(addition.obstacle()).contains("vlan: 5000 is no VLAN");
    }

    @Test
    void fieldsOfferWhatTheClusterHas(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            assertThat(ask(jenkins, TEMPLATE, "fillSourceItems", Map.of()))
                    .contains("\"debian-12\"", "\"debian-ct\"")
                    .doesNotContain("\"web\"");
            assertThat(ask(jenkins, TEMPLATE, "fillStorageItems", Map.of()))
                    .contains("local-lvm")
                    .doesNotContain("\"local\"");
            assertThat(ask(jenkins, TEMPLATE, "fillPoolItems", Map.of())).contains("\"ci\"");
            assertThat(ask(jenkins, TEMPLATE, "fillNodesItems", Map.of())).contains("pve1", "pve2");
            assertThat(ask(jenkins, NETWORK, "fillBridgeItems", Map.of())).isEqualTo("[\"vmbr0\"]");
            assertThat(ask(jenkins, ProxmoxCloud.class.getName(), "fillConnectionItems", Map.of()))
                    .contains("\"lab\"");
            // One for all but the bridges of two nodes.
            assertThat(proxmox.requests().all()).hasSize(3);

            assertThat(check(jenkins, TEMPLATE, "Source", "debian-12")).isEmpty();
            assertThat(check(jenkins, TEMPLATE, "Source", "debian-*")).isEmpty();
            assertThat(check(jenkins, TEMPLATE, "Source", "web")).contains("warning", "This is no template");
            assertThat(check(jenkins, TEMPLATE, "Source", "fedora")).contains("warning", "no such template");
            assertThat(check(jenkins, TEMPLATE, "Source", "a b")).contains("error");
            assertThat(checkFull(jenkins, "Storage", "ceph")).contains("warning", "ceph", "local-lvm");
            assertThat(check(jenkins, TEMPLATE, "Nodes", "pve1 pve9")).contains("warning", "called pve9");
            assertThat(check(jenkins, TEMPLATE, "Pool", "ci")).isEmpty();
            assertThat(check(jenkins, TEMPLATE, "Labels", "debian")).isEmpty();
            assertThat(check(jenkins, TEMPLATE, "Labels", "")).contains("warning");
            assertThat(check(jenkins, TEMPLATE, "Limit", "x")).contains("error", "no whole number");
            assertThat(check(jenkins, NETWORK, "Bridge", "vmbr7")).contains("warning", "vmbr7");
            assertThat(check(jenkins, NETWORK, "Ipv4", "10.0.0.1")).contains("error", "or dhcp");
            assertThat(check(jenkins, NETWORK, "Ipv6", "auto")).isEmpty();
        }
    }

    /** Parts of parts of a cloud know its connection, too; without it they could not tell which of two is meant. */
    @Test
    void everyFieldKnowsTheConnectionOfTheCloud(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start();
                JenkinsRule.WebClient client = client(jenkins, null)) {
            JenkinsWithProxmox.connect(proxmox);
            ProxmoxConnection lab =
                    ProxmoxGuestsConfiguration.get().getConnections().get(0);
            ProxmoxGuestsConfiguration.get()
                    .setConnections(List.of(
                            new ProxmoxConnection("another", "https://127.0.0.1:1", lab.getCredentialsId()), lab));
            jenkins.jenkins.clouds.add(SampleCloud.little());
            HtmlPage page = client.goTo("cloud/lab/configure");
            client.waitForBackgroundJavaScript(10_000);
            List<String> fields = List.of("_.bridge", "_.pool", "_.storage", "_.nodes");
            for (String field : fields) {
                HtmlInput input = page.getFormByName("config").getInputByName(field);
                input.focus();
                input.setValue("nowhere");
                input.fireEvent("input");
                input.fireEvent("change");
                input.blur();
            }
            // Nobody looks again at a field that was looked at before the cluster had answered.
            LifeLab.await(() -> {
                fields.forEach(field ->
                        page.getFormByName("config").getInputByName(field).fireEvent("change"));
                client.waitForBackgroundJavaScript(2_000);
                return NOWHERE.stream().allMatch(page.asXml()::contains);
            });
        }
    }

    @Test
    void aClusterThatDoesNotAnswerIsAWarning(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
        }
        assertThat(ask(jenkins, TEMPLATE, "fillSourceItems", Map.of())).isEqualTo("[]");
        assertThat(check(jenkins, TEMPLATE, "Source", "debian-12")).contains("warning", "can&#039;t be reached");
        assertThat(check(jenkins, TEMPLATE, "Source", "a b")).contains("error").doesNotContain("warning");
        assertThat(check(jenkins, ProxmoxCloud.class.getName(), "Connection", "lab"))
                .contains("warning", "can&#039;t be reached");
        assertThat(check(jenkins, ProxmoxCloud.class.getName(), "Connection", "other"))
                .contains("warning", "There is no connection &#039;other&#039;");
    }

    @Test
    void onlyAdministratorsAreToldAnythingAndOnlyByPost(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            ProxmoxCloud cloud = SampleCloud.full();
            // Whoever made agents would ask the cluster, too.
            cloud.getTemplates().forEach(template -> template.setWarm(null));
            jenkins.jenkins.clouds.add(cloud);
            jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
            jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                    .grant(Jenkins.ADMINISTER)
                    .everywhere()
                    .to("admin")
                    .grant(Jenkins.READ, Jenkins.SYSTEM_READ, Cloud.PROVISION)
                    .everywhere()
                    .to("reader"));
            JenkinsRule.WebClient admin = client(jenkins, "admin");
            JenkinsRule.WebClient reader = client(jenkins, "reader");
            int asked = 0;
            for (Class<?> part : parts()) {
                for (String method :
                        webMethods(Jenkins.get().getDescriptorOrDie(part.asSubclass(hudson.model.Describable.class)))) {
                    Map<String, String> form = Map.of("value", "no name!", "source", "web", "mode", "EXCLUSIVE");
                    String url = part.getName();
                    String answer = send(jenkins, reader, HttpMethod.POST, url, method, form)
                            .getContentAsString();
                    assertThat(answer).as("%s.%s", part, method).doesNotContain("error", "warning", "lab", "web", "ci");
                    assertThat(send(jenkins, admin, HttpMethod.GET, url, method, form)
                                    .getStatusCode())
                            .as("%s.%s", part, method)
                            .isIn(404, 405);
                    asked++;
                }
            }
            assertThat(asked).isGreaterThan(40);
            assertThat(proxmox.requests().all()).isEmpty();
            assertThat(send(jenkins, admin, HttpMethod.POST, TEMPLATE, "fillPoolItems", Map.of())
                            .getContentAsString())
                    .contains("ci");
        }
    }

    @Test
    void everyFieldIsInTheFormAndHasHelp(JenkinsRule jenkins) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Class<?> part : parts()) {
            URL form = part.getResource(part.getSimpleName() + "/config.jelly");
            Set<String> fields = fields(part);
            if (form == null) {
                if (!fields.isEmpty()) {
                    wrong.add(part.getSimpleName() + " has no form");
                }
                continue;
            }
            String jelly = text(form);
            URL included = part.getResource(part.getSimpleName() + "/fields.jelly");
            jelly += included == null ? "" : text(included);
            for (String field : fields) {
                if (!jelly.contains("field=\"" + field + "\"")) {
                    wrong.add(part.getSimpleName() + "." + field + " is not in the form");
                }
                if (part.getResource(part.getSimpleName() + "/help-" + field + ".html") == null) {
                    wrong.add(part.getSimpleName() + "." + field + " has no help");
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(parts())
                .contains(
                        ProxmoxCloud.class,
                        ProxmoxTemplate.class,
                        AgentHardware.class,
                        AgentNetwork.class,
                        InboundConnector.class,
                        SshConnector.class,
                        OneShotLife.class,
                        ReusableLife.class,
                        RolledBackLife.class,
                        WarmAgents.class,
                        KeepOnFailure.class,
                        ProxmoxAgentStep.class);
    }

    private static String text(URL file) throws IOException {
        try (InputStream in = file.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Everything of this package that is configured anywhere; other tests bring connectors of their own. */
    private static Set<Class<?>> parts() {
        return Jenkins.get().getExtensionList(Descriptor.class).stream()
                .map(descriptor -> (Class<?>) descriptor.clazz)
                .filter(part -> part.getPackageName().startsWith(ProxmoxCloud.class.getPackageName()))
                .filter(part -> !part.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()
                        .contains("test-classes"))
                .filter(part -> part != ProxmoxAgent.class)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<String> fields(Class<?> part) {
        Set<String> fields = new HashSet<>();
        for (Method method : part.getMethods()) {
            if (method.isAnnotationPresent(DataBoundSetter.class)) {
                String name = method.getName().substring("set".length());
                fields.add(Character.toLowerCase(name.charAt(0)) + name.substring(1));
            }
        }
        for (Constructor<?> constructor : part.getConstructors()) {
            if (constructor.isAnnotationPresent(DataBoundConstructor.class)) {
                fields.addAll(List.of(ClassDescriptor.loadParameterNames(constructor)));
            }
        }
        return fields;
    }

    private static List<String> webMethods(Descriptor<?> descriptor) {
        return Arrays.stream(descriptor.getClass().getMethods())
                .map(Method::getName)
                .filter(name -> name.startsWith("doCheck") || name.startsWith("doFill"))
                .map(name -> Character.toLowerCase(name.charAt(2)) + name.substring(3))
                .toList();
    }

    private static HtmlForm form(JenkinsRule jenkins, String cloud) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        HtmlPage page = client.goTo("cloud/" + hudson.Util.rawEncode(cloud) + "/configure");
        return page.getFormByName("config");
    }

    private static ProxmoxCloud cloud(String name) {
        return (ProxmoxCloud) Jenkins.get().clouds.getByName(name);
    }

    private static String check(JenkinsRule jenkins, String part, String field, String value) throws Exception {
        String answer =
                ask(jenkins, part, "check" + field, Map.of("value", value, "mode", "EXCLUSIVE", "snapshot", ""));
        return answer.equals("<div/>") ? "" : answer;
    }

    private static String checkFull(JenkinsRule jenkins, String field, String value) throws Exception {
        return ask(jenkins, TEMPLATE, "check" + field, Map.of("value", value, "full", "true"));
    }

    private static String ask(JenkinsRule jenkins, String part, String method, Map<String, String> form)
            throws Exception {
        return send(jenkins, client(jenkins, null), HttpMethod.POST, part, method, form)
                .getContentAsString();
    }

    private static JenkinsRule.WebClient client(JenkinsRule jenkins, String user) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        return user == null ? client : client.login(user);
    }

    private static WebResponse send(
            JenkinsRule jenkins,
            JenkinsRule.WebClient client,
            HttpMethod http,
            String part,
            String method,
            Map<String, String> form)
            throws Exception {
        String query = form.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        URL url = new URL(jenkins.getURL(), "descriptorByName/" + part + "/" + method + "?" + query);
        return client.getPage(client.addCrumb(new WebRequest(url, http))).getWebResponse();
    }
}
