package io.jenkins.plugins.proxmox.cloud;

import hudson.model.Node;
import hudson.plugins.sshslaves.verifiers.NonVerifyingKeyVerificationStrategy;
import hudson.slaves.EnvironmentVariablesNodeProperty;
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
import io.jenkins.plugins.proxmox.core.placement.Strategy;
import java.util.List;

/** A cloud in which every field says something. */
final class SampleCloud {
    private SampleCloud() {}

    static ProxmoxCloud full() {
        ProxmoxCloud cloud = new ProxmoxCloud("lab");
        cloud.setConnection("lab");
        cloud.setLimit(20);
        cloud.setNodeLimit(5);
        cloud.setStrategy(Strategy.PACK);
        cloud.setTemplates(List.of(inbound(), ssh(), new ProxmoxTemplate("little", "tag:debian"), rolledBack()));
        return cloud;
    }

    /** The same with the first template alone. */
    static ProxmoxCloud little() {
        ProxmoxCloud cloud = full();
        cloud.setTemplates(List.of(inbound()));
        return cloud;
    }

    private static ProxmoxTemplate inbound() {
        ProxmoxTemplate template = new ProxmoxTemplate("debian <b> \"quoted\"", "debian-*");
        template.setLabels("debian docker");
        template.setMode(Node.Mode.NORMAL);
        template.setExecutors(2);
        template.setRemoteRoot("/home/ci/agent");
        template.setFull(true);
        template.setSnapshot("clean");
        template.setStorage("local-lvm");
        template.setPool("ci");
        template.setNodes("pve1, pve2");
        template.setTags("ci, nightly");
        template.setLimit(7);
        template.setStartupMinutes(15);
        template.setHardware(hardware());
        template.setNetwork(network());
        template.setNodeProperties(List.of(
                new EnvironmentVariablesNodeProperty(new EnvironmentVariablesNodeProperty.Entry("KEY", "a value"))));
        InboundConnector connector = new InboundConnector();
        connector.setWebSocket(false);
        connector.setTunnel("jenkins.example.com:50000");
        connector.setUrl("https://jenkins.example.com/");
        connector.setJava("/opt/java/bin/java");
        connector.setJvmOptions("-Xmx256m -Dkey=a,b");
        connector.setUser("ci");
        connector.setCertificate("-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----");
        template.setConnector(connector);
        ReusableLife life = new ReusableLife();
        life.setUses(10);
        life.setIdleMinutes(null);
        life.setAgeMinutes(600);
        template.setLife(life);
        WarmAgents warm = new WarmAgents(2);
        warm.setSchedule("Mon-Fri 07:00-19:00 3\nTZ=Europe/Berlin");
        template.setWarm(warm);
        KeepOnFailure keep = new KeepOnFailure(45);
        keep.setBuilds(true);
        template.setKeepOnFailure(keep);
        template.setShutdownSeconds(20);
        template.setReplaceOutdated(false);
        template.setAdaptable(false);
        template.setMaxCores(8);
        template.setMaxMemory(16384);
        template.setMaxDiskSize(100);
        return template;
    }

    private static AgentHardware hardware() {
        AgentHardware hardware = new AgentHardware();
        hardware.setCores(4);
        hardware.setMemory(8192);
        hardware.setDiskSize(40);
        return hardware;
    }

    private static AgentNetwork network() {
        AgentNetwork network = new AgentNetwork();
        network.setBridge("vmbr0");
        network.setVlan(20);
        network.setIpv4("10.0.0.50-10.0.0.99/24, 10.0.0.150/24");
        network.setGateway("10.0.0.1");
        network.setIpv6("2001:db8::100-2001:db8::1ff/64");
        network.setGateway6("2001:db8::1");
        network.setNameserver("10.0.0.2 10.0.0.3");
        network.setSearchDomain("ci.example.com");
        network.setAddress("net0 ipv4 10.0.0.0/8");
        return network;
    }

    private static ProxmoxTemplate ssh() {
        ProxmoxTemplate template = new ProxmoxTemplate("container", "9000");
        template.setFull(false);
        SshConnector connector = new SshConnector();
        connector.setUser("ci");
        connector.setPort(2222);
        connector.setJava("/opt/java/bin/java");
        connector.setJvmOptions("-Xmx128m");
        connector.setHostKeyVerification(new NonVerifyingKeyVerificationStrategy());
        template.setConnector(connector);
        OneShotLife life = new OneShotLife();
        life.setIdleMinutes(3);
        template.setLife(life);
        return template;
    }

    private static ProxmoxTemplate rolledBack() {
        ProxmoxTemplate template = new ProxmoxTemplate("windows", "windows-11");
        template.setAdaptable(true);
        RolledBackLife life = new RolledBackLife();
        life.setWithRam(true);
        life.setUses(20);
        life.setIdleMinutes(60);
        life.setAgeMinutes(null);
        template.setLife(life);
        return template;
    }
}
