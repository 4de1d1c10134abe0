package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.proxmox.cloud.connector.InboundConnector;
import io.jenkins.plugins.proxmox.cloud.connector.SshConnector;
import io.jenkins.plugins.proxmox.cloud.settings.AgentHardware;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.core.placement.CircuitBreaker;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Templates of which no guest can be made: the build waits, and everybody is told why. */
@WithJenkins
class TemplateFaultTest {
    private static final long GIB = 1L << 30;

    private FaultLab lab;
    private JenkinsRule jenkins;

    /** A template that does not work, and what is said of it. */
    private record Broken(ProxmoxTemplate template, String reason) {}

    private final List<Broken> all = new ArrayList<>();

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        lab = FaultLab.connect(rule);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void broken(String name, String source, String reason, Consumer<ProxmoxTemplate> more) {
        ProxmoxTemplate template = FaultLab.template(name, source, new InProcessConnector());
        more.accept(template);
        all.add(new Broken(template, reason));
    }

    private void broken(String name, String source, String reason) {
        broken(name, source, reason, template -> {});
    }

    private static AgentHardware memory(int mebibytes) {
        AgentHardware hardware = new AgentHardware();
        hardware.setMemory(mebibytes);
        return hardware;
    }

    @Test
    void whatCannotBeClonedIsToldAndKeepsNobodyElseFromTheirAgents() throws Exception {
        var cluster = lab.proxmox.cluster();
        cluster.addVirtualMachine("pve1", 901, "twin").template();
        cluster.addVirtualMachine("pve1", 902, "twin").template();
        cluster.addVirtualMachine("pve1", 903, "silent")
                .withoutGuestAgentDevice()
                .template();
        cluster.addStorage(new Storage("little", "lvmthin", Set.of("images"), false, GIB));
        cluster.refreshStatistics();
        broken("missing", "no-such", "There is no template with the name 'no-such'");
        broken("missing-id", "999", "There is no template with the VMID 999");
        broken("missing-tag", "tag:no-such", "There is no template with the tag 'no-such'");
        broken(
                "twins",
                "twin",
                "The name 'twin' is not unique; expected is a VMID, one of 901 (on pve1), 902 (on pve1)");
        broken("machine", "102", "is no template; expected is one");
        broken(
                "silent",
                "903",
                "has not enabled the guest agent; set its option agent to 1",
                template -> template.setConnector(new InboundConnector()));
        broken(
                "container",
                "9001",
                "is a container, and only VMs have a guest agent",
                template -> template.setConnector(new InboundConnector()));
        broken(
                "no-cloud-init",
                "903",
                "has no drive for cloud-init",
                template -> template.setConnector(new SshConnector()));
        broken("snapshot", "9000", "no-such", template -> {
            template.setFull(true);
            template.setSnapshot("no-such");
        });
        broken("storage", "9000", "has no storage nowhere that the credentials may see", template -> {
            template.setFull(true);
            template.setStorage("nowhere");
        });
        broken("storage-full", "9000", "on little", template -> {
            template.setFull(true);
            template.setStorage("little");
        });
        broken("memory", "9000", "of memory to spare", template -> template.setHardware(memory(1 << 24)));
        broken("node", "9000", "pve7 does not exist", template -> template.setNodes("pve7"));
        broken("pool", "9000", "no-such", template -> template.setPool("no-such"));
        List<ProxmoxTemplate> templates =
                new ArrayList<>(all.stream().map(Broken::template).toList());
        templates.add(FaultLab.template("sound", "9000", new InProcessConnector()));
        lab.cloud(templates.toArray(ProxmoxTemplate[]::new));

        List<QueueTaskFuture<FreeStyleBuild>> waiting = new ArrayList<>();
        for (Broken it : all) {
            waiting.add(lab.queue(it.template().getName()));
        }
        for (Broken it : all) {
            lab.awaitBroken(it.template().getName(), it.reason());
            lab.assertTold(it.template().getName(), it.reason());
        }
        lab.build("sound");

        assertThat(waiting).noneMatch(QueueTaskFuture::isDone);
        waiting.forEach(it -> it.cancel(true));
        lab.awaitNothingLeft();
        assertThat(lab.clones()).isEqualTo(1);
        assertThat(FaultLab.breaker("sound").state()).isInstanceOf(CircuitBreaker.Closed.class);
    }

    @Test
    void whatWasMendedIsSeenAtOnceAfterAReset() throws Exception {
        lab.proxmox.cluster().guest(9000).orElseThrow().set("agent", "0");
        ProxmoxCloud cloud = lab.cloud(FaultLab.template("debian", "9000", new InProcessConnector().withGuestAgent()));
        QueueTaskFuture<FreeStyleBuild> build = lab.queue("debian");
        lab.awaitBroken("debian", "has not enabled the guest agent");

        lab.proxmox.cluster().guest(9000).orElseThrow().set("agent", "1");
        cloud.doReset("debian");

        jenkins.assertBuildStatusSuccess(build.get(2, TimeUnit.MINUTES));
        lab.awaitNothingLeft();
    }

    @Test
    void aGuestThatOneNodeCannotMakeIsMadeByAnotherWithinTheLimit() throws Exception {
        lab.proxmox.cluster().addVirtualMachine("pve2", 9002, "debian-12").template();
        ProxmoxTemplate template = FaultLab.template("debian", "debian-12", new InProcessConnector());
        template.setLimit(1);
        lab.cloud(template);
        lab.proxmox.faults().task("qmclone").fails("unable to create image: no space left on device");

        lab.build("debian");

        lab.awaitNothingLeft();
        assertThat(lab.proxmox.tasks().ofType("qmclone").stream()
                        .map(task -> task.upid().split(":")[1])
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("pve1", "pve2");
        assertThat(FaultLab.breaker("debian").state()).isInstanceOf(CircuitBreaker.Closed.class);
    }

    @Test
    void aCloneTaskThatFailsIsToldEvenIfNoOtherMayBeTried() throws Exception {
        ProxmoxTemplate template = FaultLab.template("debian", "9000", new InProcessConnector());
        template.setLimit(1);
        lab.cloud(template, FaultLab.template("sound", "9000", new InProcessConnector()));
        lab.proxmox.faults().task("qmclone").times(3).fails("unable to create image: no space left on device");
        QueueTaskFuture<FreeStyleBuild> build = lab.queue("debian");

        lab.awaitBroken("debian", "no space left on device");
        lab.assertTold("debian", "no space left on device");
        lab.proxmox.faults().clear();
        lab.build("sound");
        build.cancel(true);
        lab.awaitNothingLeft();
    }

    @Test
    void aCloneTaskThatHangsIsStoppedInTheEnd() throws Exception {
        ProxmoxTemplate template = FaultLab.template("debian", "9000", new InProcessConnector());
        template.setStartupMinutes(MachineFaults.SHORT);
        lab.cloud(template);
        lab.proxmox.faults().task("qmclone").hangs();
        QueueTaskFuture<FreeStyleBuild> build = lab.queue("debian");

        lab.awaitBroken("debian", "Cloning");
        lab.assertTold("debian", "Cloning");
        build.cancel(true);
        lab.awaitNothingLeft();
        assertThat(lab.proxmox.tasks().aborted()).hasSize(1);
    }

    @Test
    void whatIsOnlyUncertainCostsNoSecondClone() throws Exception {
        lab.cloud(FaultLab.template("debian", "9000", new InProcessConnector()));
        lab.proxmox.faults().task("qmclone").vanishes();
        lab.build("debian");
        lab.awaitNothingLeft();

        lab.proxmox.faults().call("GET", "/nodes/*/tasks/*/status").times(3).answer(595, "No route to host");
        lab.proxmox.faults().call("GET", "/nodes/*/qemu/*/status/current").answer(595, "No route to host");
        lab.build("debian");
        lab.awaitNothingLeft();

        lab.proxmox.faults().call("POST", "/nodes/*/qemu/*/clone").answerAfterEffect(596, "Connection timed out");
        lab.build("debian");
        lab.awaitNothingLeft();

        assertThat(lab.clones()).isEqualTo(3);
        assertThat(FaultLab.breaker("debian").state()).isInstanceOf(CircuitBreaker.Closed.class);
    }

    @Test
    void aGuestThatDoesNotStartIsRemoved() throws Exception {
        lab.cloud(FaultLab.template("debian", "9000", new InProcessConnector()));
        lab.proxmox
                .faults()
                .task("qmstart")
                .times(3)
                .fails("start failed: KVM virtualisation configured, but not available");
        QueueTaskFuture<FreeStyleBuild> build = lab.queue("debian");

        lab.awaitBroken("debian", "KVM virtualisation configured, but not available");
        lab.assertTold("debian", "KVM virtualisation configured, but not available");
        build.cancel(true);
        lab.awaitNothingLeft();
    }
}
