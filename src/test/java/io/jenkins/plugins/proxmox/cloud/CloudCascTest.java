package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Descriptor;
import hudson.plugins.sshslaves.verifiers.ManuallyTrustedKeyVerificationStrategy;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.Util;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.proxmox.cloud.connector.AgentConnector;
import io.jenkins.plugins.proxmox.cloud.connector.InboundConnector;
import io.jenkins.plugins.proxmox.cloud.connector.SshConnector;
import io.jenkins.plugins.proxmox.cloud.settings.AgentHardware;
import io.jenkins.plugins.proxmox.cloud.settings.AgentLife;
import io.jenkins.plugins.proxmox.cloud.settings.AgentNetwork;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.cloud.settings.KeepOnFailure;
import io.jenkins.plugins.proxmox.cloud.settings.OneShotLife;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.cloud.settings.ReusableLife;
import io.jenkins.plugins.proxmox.cloud.settings.RolledBackLife;
import io.jenkins.plugins.proxmox.cloud.settings.WarmAgents;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
import io.jenkins.plugins.proxmox.core.placement.Strategy;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.kohsuke.stapler.ClassDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Clouds by configuration as code: the example of the documentation is read, and what is exported says the same. */
@WithJenkinsConfiguredWithCode
class CloudCascTest {
    private static final Path EXAMPLE = Path.of("docs", "examples", "jenkins-agents.yaml");

    private static final RecursiveComparisonConfiguration BY_VALUE = RecursiveComparisonConfiguration.builder()
            .withStrictTypeChecking(true)
            .withIgnoredFieldsMatchingRegexes(
                    ".*\\.nodeProperties", ".*\\.parsed", "actions", "transientActionFactories")
            .build();

    private static CloudSettings only() {
        List<CloudSettings> all = CloudSettings.all(Jenkins.get()).toList();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void theExampleSaysWhatItSeemsToSay(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        ConfigurationAsCode.get().configure(EXAMPLE.toString());

        assertThat(only()).usingRecursiveComparison(BY_VALUE).isEqualTo(expected());
        assertThat(only().getTemplates().get(0).getNodeProperties())
                .singleElement()
                .satisfies(property -> assertThat(((EnvironmentVariablesNodeProperty) property).getEnvVars())
                        .containsEntry("MAVEN_OPTS", "-Xmx2g"));
        assertThat(ProxmoxGuestsConfiguration.get().names()).containsExactly("lab");
    }

    @Test
    void whatIsExportedSaysTheSame(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        ConfigurationAsCode.get().configure(EXAMPLE.toString());
        String exported = exported();
        Jenkins.get().clouds.clear();

        Path file = Files.createTempFile("exported", ".yaml");
        Files.writeString(file, "jenkins:\n  clouds:\n" + exported.indent(2));
        ConfigurationAsCode.get().configure(file.toString());
        Files.delete(file);

        assertThat(only()).usingRecursiveComparison(BY_VALUE).isEqualTo(expected());
        assertThat(only().getTemplates().get(0).getNodeProperties()).hasSize(1);
        assertThat(exported()).isEqualTo(exported);
        List<String> lines = exported.lines().map(CloudCascTest::bare).toList();
        for (String line : Files.readAllLines(EXAMPLE)) {
            String text = bare(line);
            if (text.equals("unclassified:")) {
                break;
            }
            // What everybody has is not exported.
            if (!text.isEmpty()
                    && !text.startsWith("#")
                    && !Set.of("jenkins:", "clouds:", "executors: 1", "mode: \"EXCLUSIVE\"", "strategy: \"SPREAD\"")
                            .contains(text)) {
                assertThat(lines).contains(text);
            }
        }
    }

    /** Where a part begins depends on the order of its fields. */
    private static String bare(String line) {
        return line.strip().replaceFirst("^- ", "");
    }

    /** A cloud may be as short as this, and is exported as short. */
    @Test
    @ConfiguredWithCode("little-cloud.yaml")
    void whatIsNotSaidIsNotExported(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        ProxmoxTemplate debian = only().getTemplates().get(0);
        assertThat(debian.getConnector()).isInstanceOf(InboundConnector.class);
        assertThat(debian.getLife()).isInstanceOf(OneShotLife.class);
        assertThat(debian.isAdaptable()).isTrue();
        assertThat(debian.isReplaceOutdated()).isTrue();
        assertThat(only().getId()).isEqualTo("lab");

        assertThat(exported())
                .contains("labels: \"debian\"", "source: \"debian-12\"")
                .doesNotContain("limit", "warm", "full", "hardware", "network", "storage", "startupMinutes");
    }

    /** What is left out is the usual. */
    @Test
    void neverIsExported(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        ConfigurationAsCode.get().configure(EXAMPLE.toString());
        ReusableLife life = new ReusableLife();
        life.setIdleMinutes(null);
        only().getTemplates().get(0).setLife(life);

        assertThat(exported()).contains("idleMinutes: 0");

        Path file = Files.createTempFile("exported", ".yaml");
        Files.writeString(file, "jenkins:\n  clouds:\n" + exported().indent(2));
        ConfigurationAsCode.get().configure(file.toString());
        Files.delete(file);
        assertThat(only().getTemplates().get(0).getLife().idle()).isEmpty();
    }

    @Test
    void everyFieldIsInTheExample(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        String example = Files.readString(EXAMPLE);
        List<String> missing = new ArrayList<>();
        for (Descriptor<?> descriptor : descriptors()) {
            fields(descriptor.clazz)
                    .filter(field -> !example.matches("(?s).*\\n[ -]*" + field + ":.*"))
                    .forEach(field -> missing.add(descriptor.clazz.getSimpleName() + "." + field));
        }
        assertThat(missing).isEmpty();
    }

    private static List<Descriptor<?>> descriptors() {
        Jenkins jenkins = Jenkins.get();
        List<Descriptor<?>> all = new ArrayList<>(jenkins.getDescriptorList(AgentConnector.class));
        all.addAll(jenkins.getDescriptorList(AgentLife.class));
        Stream.of(
                        ProxmoxCloud.class,
                        ProxmoxTemplate.class,
                        AgentHardware.class,
                        AgentNetwork.class,
                        WarmAgents.class,
                        KeepOnFailure.class)
                .forEach(part -> all.add(jenkins.getDescriptorOrDie(part)));
        all.removeIf(descriptor -> descriptor.clazz == InProcessConnector.class);
        return all;
    }

    private static Stream<String> fields(Class<?> part) {
        List<String> fields = new ArrayList<>();
        for (Constructor<?> constructor : part.getConstructors()) {
            if (constructor.isAnnotationPresent(DataBoundConstructor.class)) {
                fields.addAll(List.of(ClassDescriptor.loadParameterNames(constructor)));
            }
        }
        for (Method method : part.getMethods()) {
            if (method.isAnnotationPresent(DataBoundSetter.class)) {
                fields.add(Character.toLowerCase(method.getName().charAt(3))
                        + method.getName().substring(4));
            }
        }
        return fields.stream();
    }

    private static String exported() throws Exception {
        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        return Util.toYamlString(Util.getJenkinsRoot(context).get("clouds"));
    }

    private static ProxmoxCloud expected() {
        ProxmoxCloud cloud = new ProxmoxCloud("lab");
        cloud.setId("old-lab");
        cloud.setConnection("lab");
        cloud.setLimit(20);
        cloud.setNodeLimit(5);
        cloud.setStrategy(Strategy.SPREAD);
        cloud.setTemplates(List.of(debian(), alpine(), windows()));
        return cloud;
    }

    private static ProxmoxTemplate debian() {
        ProxmoxTemplate debian = new ProxmoxTemplate("debian", "tag:debian-agent");
        debian.setLabels("debian docker");
        debian.setRemoteRoot("/var/lib/jenkins-agent");
        debian.setFull(true);
        debian.setStorage("local-lvm");
        debian.setPool("ci");
        debian.setNodes("pve1, pve2");
        debian.setTags("ci");
        debian.setLimit(10);
        debian.setStartupMinutes(5);
        debian.setShutdownSeconds(20);
        debian.setReplaceOutdated(false);
        debian.setAdaptable(false);
        debian.setMaxCores(8);
        debian.setMaxMemory(16384);
        debian.setMaxDiskSize(100);
        AgentHardware hardware = new AgentHardware();
        hardware.setCores(4);
        hardware.setMemory(8192);
        hardware.setDiskSize(40);
        debian.setHardware(hardware);
        debian.setNetwork(network());
        InboundConnector inbound = new InboundConnector();
        inbound.setWebSocket(false);
        inbound.setTunnel("jenkins.example.com:50000");
        inbound.setUrl("https://jenkins.example.com/");
        inbound.setCertificate("-----BEGIN CERTIFICATE-----\nMIIB...\n-----END CERTIFICATE-----");
        inbound.setUser("jenkins");
        inbound.setJava("/usr/bin/java");
        inbound.setJvmOptions("-Xmx256m");
        debian.setConnector(inbound);
        OneShotLife life = new OneShotLife();
        life.setIdleMinutes(5);
        debian.setLife(life);
        WarmAgents warm = new WarmAgents(1);
        warm.setSchedule("TZ=Europe/Berlin\nMon-Fri 07:00-19:00 3");
        debian.setWarm(warm);
        KeepOnFailure keep = new KeepOnFailure(30);
        keep.setBuilds(true);
        debian.setKeepOnFailure(keep);
        return debian;
    }

    private static AgentNetwork network() {
        AgentNetwork network = new AgentNetwork();
        network.setBridge("vmbr0");
        network.setVlan(20);
        network.setIpv4("10.0.20.50-10.0.20.99/24");
        network.setGateway("10.0.20.1");
        network.setIpv6("2001:db8:20::100-2001:db8:20::1ff/64");
        network.setGateway6("2001:db8:20::1");
        network.setNameserver("10.0.20.2");
        network.setSearchDomain("ci.example.com");
        network.setAddress("net0 ipv4 10.0.20.0/24");
        return network;
    }

    private static ProxmoxTemplate alpine() {
        ProxmoxTemplate alpine = new ProxmoxTemplate("alpine", "alpine-*");
        alpine.setLabels("alpine");
        SshConnector ssh = new SshConnector();
        ssh.setCredentialsId("agent-ssh-key");
        ssh.setUser("ci");
        ssh.setPort(2222);
        ssh.setJava("/usr/bin/java");
        ssh.setJvmOptions("-Xmx128m");
        ssh.setHostKeyVerification(new ManuallyTrustedKeyVerificationStrategy(true));
        alpine.setConnector(ssh);
        ReusableLife life = new ReusableLife();
        life.setUses(50);
        life.setIdleMinutes(15);
        life.setAgeMinutes(480);
        alpine.setLife(life);
        return alpine;
    }

    private static ProxmoxTemplate windows() {
        ProxmoxTemplate windows = new ProxmoxTemplate("windows", "windows-builder");
        windows.setFull(true);
        windows.setSnapshot("clean");
        windows.setLabels("windows");
        windows.setRemoteRoot("C:\\jenkins");
        windows.setConnector(new InboundConnector());
        RolledBackLife life = new RolledBackLife();
        life.setWithRam(true);
        life.setUses(20);
        life.setIdleMinutes(60);
        life.setAgeMinutes(1440);
        windows.setLife(life);
        return windows;
    }
}
