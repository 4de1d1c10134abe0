package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.connector.InboundConnector;
import io.jenkins.plugins.proxmox.cloud.connector.SshConnector;
import io.jenkins.plugins.proxmox.cloud.settings.AgentHardware;
import io.jenkins.plugins.proxmox.cloud.settings.AgentNetwork;
import io.jenkins.plugins.proxmox.cloud.settings.KeepOnFailure;
import io.jenkins.plugins.proxmox.cloud.settings.OneShotLife;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.cloud.settings.ReusableLife;
import io.jenkins.plugins.proxmox.cloud.settings.RolledBackLife;
import io.jenkins.plugins.proxmox.cloud.settings.WarmAgents;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.QueryParameter;

/** What can't be right in a cloud is refused with a sentence that says why: where it is typed, and where it is configured as code. */
@WithJenkins
class CloudBadInputTest {
    private static final Class<?> CLOUD = ProxmoxCloud.class;
    private static final Class<?> TEMPLATE = ProxmoxTemplate.class;
    private static final Class<?> HARDWARE = AgentHardware.class;
    private static final Class<?> NETWORK = AgentNetwork.class;
    private static final Class<?> INBOUND = InboundConnector.class;
    private static final Class<?> SSH = SshConnector.class;
    private static final Class<?> WARM = WarmAgents.class;
    private static final Class<?> KEEP = KeepOnFailure.class;

    /** Where each part is in a configuration as code. */
    private static final Map<Class<?>, List<String>> PLACES = Map.ofEntries(
            Map.entry(CLOUD, List.of()),
            Map.entry(TEMPLATE, List.of("templates")),
            Map.entry(HARDWARE, List.of("templates", "hardware")),
            Map.entry(NETWORK, List.of("templates", "network")),
            Map.entry(INBOUND, List.of("templates", "connector", "proxmoxInbound")),
            Map.entry(SSH, List.of("templates", "connector", "proxmoxSsh")),
            Map.entry(OneShotLife.class, List.of("templates", "life", "proxmoxOneShot")),
            Map.entry(ReusableLife.class, List.of("templates", "life", "proxmoxReusable")),
            Map.entry(RolledBackLife.class, List.of("templates", "life", "proxmoxRolledBack")),
            Map.entry(WARM, List.of("templates", "warm")),
            Map.entry(KEEP, List.of("templates", "keepOnFailure")));

    /**
     * A mistake.
     *
     * @param others fields that it has to do with
     */
    private record Mistake(Class<?> part, String field, Object value, String message, Map<String, Object> others) {
        @Override
        public String toString() {
            return part.getSimpleName() + "." + field + " = " + value + " " + others;
        }
    }

    private static Mistake of(Class<?> part, String field, Object value, String message) {
        return new Mistake(part, field, value, message, Map.of());
    }

    private static Mistake with(Class<?> part, String field, Object value, String message, Map<String, Object> others) {
        return new Mistake(part, field, value, message, others);
    }

    private static List<Mistake> mistakes() {
        List<Mistake> all = new ArrayList<>(List.of(
                of(CLOUD, "name", "", "A cloud needs a name"),
                of(CLOUD, "name", "a/b", "unsafe character"),
                of(CLOUD, "limit", 0, "limit: 0 is not possible; expected is 1 or more"),
                of(CLOUD, "nodeLimit", -1, "nodeLimit: -1 is not possible; expected is 1 or more"),
                of(TEMPLATE, "name", " ", "A template needs a name"),
                of(TEMPLATE, "source", "a b", "'a b' is neither a VMID nor a guest's name"),
                of(TEMPLATE, "source", "de bian-*", "'de bian-*' is no pattern of names"),
                of(TEMPLATE, "executors", 0, "executors: 0 is not possible"),
                of(TEMPLATE, "limit", 0, "limit: 0 is not possible"),
                of(TEMPLATE, "maxCores", 0, "maxCores: 0 is not possible; expected is 1 or more"),
                of(TEMPLATE, "maxMemory", 63, "maxMemory: 63 is not possible; expected is 64 or more"),
                of(TEMPLATE, "maxDiskSize", 0, "maxDiskSize: 0 is not possible; expected is 1 or more"),
                of(TEMPLATE, "startupMinutes", -1, "startupMinutes: -1 is not possible"),
                of(TEMPLATE, "shutdownSeconds", -1, "shutdownSeconds: -1 is not possible; expected is 0 or more"),
                of(TEMPLATE, "nodes", "pve1 1.example", "'1.example' is no name of a node"),
                of(TEMPLATE, "tags", "x, -x", "'-x' is no tag"),
                of(TEMPLATE, "pool", "a b", "'a b' is no name of a pool"),
                with(TEMPLATE, "storage", "a/b", "'a/b' is no name of a storage", Map.of("full", true)),
                of(TEMPLATE, "storage", "ceph", "storage: 'ceph' needs full clones"),
                with(TEMPLATE, "storage", "ceph", "storage: 'ceph' needs full clones", Map.of("full", false)),
                with(TEMPLATE, "snapshot", "1a b", "'1a b' is no valid snapshot name", Map.of("full", true)),
                of(TEMPLATE, "snapshot", "clean", "snapshot: 'clean' needs full clones"),
                of(HARDWARE, "cores", 0, "cores: 0"),
                of(HARDWARE, "memory", 15, "memory: 15"),
                of(HARDWARE, "diskSize", 0, "diskSize: 0 is not possible"),
                of(NETWORK, "bridge", "no bridge", "'no bridge' is no name of a bridge"),
                of(NETWORK, "vlan", 4095, "vlan: 4095 is no VLAN; expected is a number from 1 to 4094"),
                of(NETWORK, "ipv4", "10.0.0.5-10.0.0.9", "is no range of addresses: the prefix length"),
                of(NETWORK, "ipv4", "2001:db8::5/64", "ipv4: 2001:db8::5/64 is of the other family"),
                of(NETWORK, "ipv6", "10.0.0.5/24", "ipv6: 10.0.0.5/24 is of the other family"),
                of(NETWORK, "gateway", "10.0.0.1", "gateway: '10.0.0.1' needs an address that is no matter of DHCP"),
                with(
                        NETWORK,
                        "gateway",
                        "10.0.1.1",
                        "is not in the network 10.0.0.0/24",
                        Map.of("ipv4", "10.0.0.5/24")),
                with(NETWORK, "gateway", "router", "gateway: 'router'", Map.of("ipv4", "10.0.0.5/24")),
                with(NETWORK, "gateway6", "fd00::1", "is not in the network", Map.of("ipv6", "2001:db8::5/64")),
                of(NETWORK, "gateway6", "fe80::1", "gateway6: 'fe80::1' needs an address"),
                of(NETWORK, "nameserver", "dns.example", "nameserver: 'dns.example'"),
                of(NETWORK, "searchDomain", "a_b", "searchDomain: 'a_b' is no domain"),
                of(NETWORK, "address", "eth0", "'eth0' is no network"),
                of(INBOUND, "url", "jenkins", "url: 'jenkins' is no URL of a controller"),
                of(INBOUND, "user", "a b", "user: 'a b' can't be right"),
                of(INBOUND, "java", "\u00e4\"", "java: "),
                of(INBOUND, "jvmOptions", "-Da=\"b\"", "can't be right"),
                of(INBOUND, "certificate", "abc", "The certificate is none in PEM"),
                with(INBOUND, "tunnel", "a b", "tunnel: 'a b' can't be right", Map.of("webSocket", false)),
                with(INBOUND, "tunnel", "a:1", "is for agents that connect by TCP", Map.of("webSocket", true)),
                of(SSH, "port", 70000, "port: 70000 is not possible; expected is 1 to 65535"),
                of(SSH, "user", "a b", "user: 'a b' is no name of a user"),
                of(OneShotLife.class, "idleMinutes", 0, "idleMinutes: 0 is not possible"),
                of(WARM, "minIdle", -1, "minIdle: -1 is not possible; expected is 0 or more"),
                with(WARM, "schedule", "Mon-Fri 3", "'Mon-Fri 3'", Map.of("minIdle", 1)),
                of(KEEP, "minutes", 0, "minutes: 0 is not possible")));
        for (Class<?> life : List.of(ReusableLife.class, RolledBackLife.class)) {
            all.add(of(life, "idleMinutes", -1, "idleMinutes: -1 is not possible; expected is 0 or more"));
            for (String field : List.of("uses", "ageMinutes")) {
                all.add(of(life, field, 0, field + ": 0 is not possible; expected is 1 or more"));
            }
        }
        return all;
    }

    @Test
    void theFormSaysWhatIsWrongWhereItIsTyped(JenkinsRule jenkins) throws Exception {
        // Nobody answers there, which must not keep a mistake from being told.
        JenkinsWithProxmox.connect("https://127.0.0.1:1", "jenkins@pve!ci=00000000-0000-0000-0000-000000000000", null);
        SoftAssertions all = new SoftAssertions();
        for (Mistake mistake : mistakes()) {
            FormValidation told = check(mistake);
            all.assertThat(told.kind).as(mistake.toString()).isEqualTo(FormValidation.Kind.ERROR);
            all.assertThat(hudson.Util.fixNull(told.getMessage())
                            .replace("&#039;", "'")
                            .replace("&quot;", "\""))
                    .as(mistake.toString())
                    .contains(mistake.message());
        }
        all.assertAll();
    }

    private static FormValidation check(Mistake mistake) throws Exception {
        Descriptor<?> descriptor =
                Jenkins.get().getDescriptorOrDie(mistake.part().asSubclass(hudson.model.Describable.class));
        String name = "doCheck" + Character.toUpperCase(mistake.field().charAt(0))
                + mistake.field().substring(1);
        Optional<Method> method = Stream.of(descriptor.getClass().getMethods())
                .filter(it -> it.getName().equals(name))
                .findFirst();
        assertThat(method).as(mistake.toString()).isPresent();
        List<Object> arguments = new ArrayList<>();
        for (Parameter parameter : method.get().getParameters()) {
            assertThat(parameter.isAnnotationPresent(QueryParameter.class)).isTrue();
            Object value = parameter.getName().equals("value")
                    ? mistake.value()
                    : mistake.others()
                            .getOrDefault(parameter.getName(), parameter.getType() == boolean.class ? false : "");
            arguments.add(parameter.getType() == boolean.class ? value : value.toString());
        }
        return (FormValidation) method.get().invoke(descriptor, arguments.toArray());
    }

    @Test
    void configurationAsCodeSaysTheSame(JenkinsRule jenkins) throws Exception {
        Path file = Files.createTempFile("cloud", ".yaml");
        SoftAssertions all = new SoftAssertions();
        for (Mistake mistake : mistakes()) {
            Files.writeString(file, yaml(mistake));
            Throwable refused = catchThrowable(() -> ConfigurationAsCode.get().configure(file.toString()));
            all.assertThat(refused).as(mistake.toString()).isNotNull();
            StringWriter trace = new StringWriter();
            if (refused != null) {
                refused.printStackTrace(new PrintWriter(trace, true));
            }
            all.assertThat(trace.toString())
                    .as(mistake.toString())
                    .contains(ProxmoxException.class.getName(), mistake.message());
        }
        Files.delete(file);
        all.assertAll();
        assertThat(jenkins.jenkins.clouds).isEmpty();
    }

    /** What is JSON is YAML as well. */
    @SuppressWarnings("unchecked")
    private static String yaml(Mistake mistake) {
        Map<String, Object> template = new LinkedHashMap<>(Map.of("name", "debian", "source", "debian-12"));
        Map<String, Object> cloud = new LinkedHashMap<>(Map.of("name", "lab", "templates", List.of(template)));
        Map<String, Object> part = cloud;
        for (String step : PLACES.get(mistake.part())) {
            part = step.equals("templates")
                    ? template
                    : (Map<String, Object>) part.computeIfAbsent(step, key -> new LinkedHashMap<String, Object>());
        }
        part.putAll(mistake.others());
        part.put(mistake.field(), mistake.value());
        return JSONObject.fromObject(Map.of("jenkins", Map.of("clouds", List.of(Map.of("proxmoxGuests", cloud)))))
                .toString();
    }

    @Test
    void everyFieldThatCanBeWrongIsHere(JenkinsRule jenkins) {
        List<String> known = mistakes().stream()
                .map(it -> it.part().getSimpleName() + "." + it.field())
                .toList();
        List<String> missing = new ArrayList<>();
        for (Class<?> part : PLACES.keySet()) {
            Descriptor<?> descriptor =
                    Jenkins.get().getDescriptorOrDie(part.asSubclass(hudson.model.Describable.class));
            for (Method method : descriptor.getClass().getMethods()) {
                if (method.getName().startsWith("doCheck")) {
                    String field = method.getName().substring("doCheck".length());
                    String name =
                            part.getSimpleName() + "." + Character.toLowerCase(field.charAt(0)) + field.substring(1);
                    if (!known.contains(name)) {
                        missing.add(name);
                    }
                }
            }
        }
        // These depend on what there is in Jenkins and in the cluster, and only warn; see CloudFormTest.
        assertThat(missing)
                .containsExactlyInAnyOrder(
                        "ProxmoxCloud.connection",
                        "ProxmoxTemplate.labels",
                        "ProxmoxTemplate.remoteRoot",
                        "SshConnector.credentialsId");
    }
}
