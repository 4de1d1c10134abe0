package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import hudson.model.Descriptor;
import hudson.slaves.Cloud;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
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
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.DataBoundSetter;

/** What administrators see of clouds, and what becomes of what they write. */
@WithJenkins
class CloudFormTest {
    private static final String TEMPLATE = ProxmoxTemplate.class.getName();
    private static final String NETWORK = AgentNetwork.class.getName();

    /** All of it by its values; Jenkins' own parts by their classes. */
    private static final RecursiveComparisonConfiguration BY_VALUE = RecursiveComparisonConfiguration.builder()
            .withStrictTypeChecking(true)
            .withIgnoredFieldsMatchingRegexes(".*\\.nodeProperties", "actions", "transientActionFactories")
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
        jenkins.jenkins.clouds.add(SampleCloud.full());

        HtmlForm form = form(jenkins, "lab");
        form.getInputByName("_.name").setValue("build agents");
        jenkins.submit(form);

        assertThat(jenkins.jenkins.clouds.getByName("lab")).isNull();
        assertThat(cloud("build agents").getId()).isEqualTo("lab");
        assertThat(cloud("build agents").getTemplates()).hasSize(4);
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
        return ProxmoxCloud.all(Jenkins.get()).map(ProxmoxCloud::getId).collect(Collectors.toSet());
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
        jenkins.jenkins.clouds.add(SampleCloud.full());
        jenkins.jenkins.clouds.add(new ProxmoxCloud("other"));
        assertThat(refusal(jenkins, "_.name", "other")).contains("There is a cloud 'other' already");
        assertThat(refusal(jenkins, "_.name", "a/b")).contains("unsafe character");
        assertThat(refusal(jenkins, "_.vlan", "5000"))
                .contains("Template 'debian <b> \"quoted\"': vlan: 5000 is no VLAN")
                .doesNotContain("Exception");
        assertThat(cloud("lab").getTemplates()).hasSize(4);
    }

    private static String refusal(JenkinsRule jenkins, String field, String value) throws Exception {
        HtmlForm form = form(jenkins, "lab");
        form.getInputByName(field).setValue(value);
        WebResponse answer = jenkins.submit(form).getWebResponse();
        assertThat(answer.getStatusCode()).isEqualTo(400);
        return ((HtmlPage) form.getPage().getEnclosingWindow().getEnclosedPage()).asNormalizedText();
    }

    @Test
    void whatCantBeRightIsRefusedWhoeverWritesIt(JenkinsRule jenkins) {
        Map<String, String> messages = Map.ofEntries(
                Map.entry("no name", "A template needs a name"),
                Map.entry("no source", "No source is given"),
                Map.entry("source", "'a b' is neither a VMID nor a guest's name"),
                Map.entry("pattern", "'de bian-*' is no pattern of names"),
                Map.entry("executors", "executors: 0 is not possible"),
                Map.entry("limit", "limit: 0 is not possible"),
                Map.entry("startup", "startupMinutes: -1 is not possible"),
                Map.entry("node", "'1.example' is no name of a node"),
                Map.entry("tag", "'-x' is no tag"),
                Map.entry("storage", "'a/b' is no name of a storage"),
                Map.entry("memory", "memory"),
                Map.entry("disk", "diskSize: 0 is not possible"),
                Map.entry("vlan", "vlan: 4095 is no VLAN"),
                Map.entry("ipv4", "ipv4: '10.0.0.5-10.0.0.9' is no range of addresses"),
                Map.entry("family", "ipv4: 2001:db8::5/64 is of the other family"),
                Map.entry("gateway", "The gateway 10.0.1.1 is not in the network 10.0.0.0/24"),
                Map.entry("gateway of dhcp", "gateway: '10.0.0.1' needs an address that is no matter of DHCP"),
                Map.entry("address", "'eth0' is no network"),
                Map.entry("url", "url: 'jenkins' is no URL of a controller"),
                Map.entry("port", "port: 70000 is not possible"),
                Map.entry("uses", "uses: 0 is not possible"));
        messages.forEach((what, message) -> assertThat(
                        catchThrowable(() -> new ProxmoxCloud("lab").setTemplates(List.of(wrong(what)))))
                .as(what)
                .isInstanceOf(ProxmoxException.class)
                .hasMessageStartingWith("Cloud 'lab': Template '")
                .hasMessageContaining(message));
        assertThatThrownBy(() -> new ProxmoxCloud("lab").setTemplates(List.of(wrong(""), wrong(""))))
                .hasMessage("Cloud 'lab': There are two templates with the name 'a'");
        assertThatThrownBy(() -> new ProxmoxCloud("lab").setNodeLimit(0))
                .hasMessageContaining("nodeLimit: 0 is not possible");
    }

    private static ProxmoxTemplate wrong(String what) {
        ProxmoxTemplate template = new ProxmoxTemplate(
                what.equals("no name") ? " " : "a",
                switch (what) {
                    case "no source" -> "";
                    case "source" -> "a b";
                    case "pattern" -> "de bian-*";
                    default -> "debian-12";
                });
        AgentHardware hardware = new AgentHardware();
        AgentNetwork network = new AgentNetwork();
        InboundConnector inbound = new InboundConnector();
        SshConnector ssh = new SshConnector();
        ReusableLife life = new ReusableLife();
        template.setHardware(hardware);
        template.setNetwork(network);
        template.setConnector(what.equals("port") ? ssh : inbound);
        template.setLife(life);
        network.setIpv4(what.startsWith("gateway") ? "10.0.0.50-10.0.0.60/24" : null);
        switch (what) {
            case "executors" -> template.setExecutors(0);
            case "limit" -> template.setLimit(0);
            case "startup" -> template.setStartupMinutes(-1);
            case "node" -> template.setNodes("pve 1.example");
            case "tag" -> template.setTags("x, -x");
            case "storage" -> template.setStorage("a/b");
            case "memory" -> hardware.setMemory(15);
            case "disk" -> hardware.setDiskSize(0);
            case "vlan" -> network.setVlan(4095);
            case "ipv4" -> network.setIpv4("10.0.0.5-10.0.0.9");
            case "family" -> network.setIpv4("2001:db8::5/64");
            case "gateway" -> network.setGateway("10.0.1.1");
            case "gateway of dhcp" -> {
                network.setIpv4("dhcp");
                network.setGateway("10.0.0.1");
            }
            case "address" -> network.setAddress("eth0");
            case "url" -> inbound.setUrl("jenkins");
            case "port" -> ssh.setPort(70000);
            case "uses" -> life.setUses(0);
            default -> {
                // Nothing is wrong with it.
            }
        }
        return template;
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
            assertThat(check(jenkins, TEMPLATE, "Storage", "ceph")).contains("warning", "ceph", "local-lvm");
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
            jenkins.jenkins.clouds.add(SampleCloud.full());
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
            String jelly = new String(form.openStream().readAllBytes(), StandardCharsets.UTF_8);
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
                        ReusableLife.class);
    }

    /** Everything of this package that administrators configure. */
    private static Set<Class<?>> parts() {
        Set<Class<?>> parts = new LinkedHashSet<>(
                Set.of(ProxmoxCloud.class, ProxmoxTemplate.class, AgentHardware.class, AgentNetwork.class));
        Jenkins jenkins = Jenkins.get();
        Stream.<Descriptor<?>>concat(
                        jenkins.getDescriptorList(AgentConnector.class).stream(),
                        jenkins.getDescriptorList(AgentLife.class).stream())
                .map(descriptor -> descriptor.clazz)
                // Other tests bring connectors of their own.
                .filter(part -> !part.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()
                        .contains("test-classes"))
                .forEach(parts::add);
        return parts;
    }

    private static Set<String> fields(Class<?> part) {
        Set<String> fields = new HashSet<>();
        for (Method method : part.getMethods()) {
            if (method.isAnnotationPresent(DataBoundSetter.class)) {
                String name = method.getName().substring("set".length());
                fields.add(Character.toLowerCase(name.charAt(0)) + name.substring(1));
            }
        }
        if (part == ProxmoxTemplate.class) {
            fields.addAll(Set.of("name", "source"));
        }
        if (part == ProxmoxCloud.class) {
            fields.add("name");
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
