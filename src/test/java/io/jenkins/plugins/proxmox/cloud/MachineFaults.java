package io.jenkins.plugins.proxmox.cloud;

import hudson.model.FreeStyleBuild;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.proxmox.cloud.connector.AgentConnector;
import io.jenkins.plugins.proxmox.cloud.machine.GuestFault;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jvnet.hudson.test.JenkinsRule;

/** Machines in which something is wrong, each of a template of its own, and what people are told about them. */
final class MachineFaults implements AutoCloseable {
    /** For what is told in the end: long enough to try each at least once. */
    static final int SHORT = 20;

    private record Broken(ProxmoxTemplate template, String reason) {}

    final AgentLab lab;
    final FaultLab faults;
    private final List<Broken> all = new ArrayList<>();
    private final List<QueueTaskFuture<FreeStyleBuild>> waiting = new ArrayList<>();

    MachineFaults(JenkinsRule jenkins, AgentLab lab) {
        this.lab = lab;
        faults = new FaultLab(jenkins, lab.proxmox());
    }

    ProxmoxTemplate template(String name, String source, AgentConnector connector) {
        ProxmoxTemplate template = FaultLab.template(name, source, connector);
        template.setRemoteRoot(lab.machines().remoteFs());
        return template;
    }

    /** What is wrong with the template itself, or where it leads to, is told at once. */
    MachineFaults broken(ProxmoxTemplate template, String reason) {
        all.add(new Broken(template, reason));
        return this;
    }

    /** What never gets better is told at once. */
    MachineFaults atOnce(GuestFault fault, AgentConnector connector, String reason) {
        return broken(template(fault, connector), reason);
    }

    /** What may get better is waited for as long as the template says. */
    MachineFaults inTheEnd(GuestFault fault, AgentConnector connector, String reason) {
        ProxmoxTemplate template = template(fault, connector);
        template.setStartupMinutes(SHORT);
        return broken(template, reason);
    }

    private ProxmoxTemplate template(GuestFault fault, AgentConnector connector) {
        String name = fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
        // Its agents are called by it, and they have the names of their guests.
        lab.machines().named(name, fault);
        return template(name, "9000", connector);
    }

    /** Begins a build of each, so that they fail side by side. */
    void begin(ProxmoxTemplate... sound) throws Exception {
        List<ProxmoxTemplate> templates = new ArrayList<>(List.of(sound));
        all.forEach(it -> templates.add(it.template()));
        faults.cloud(templates.toArray(ProxmoxTemplate[]::new));
        for (Broken it : all) {
            waiting.add(faults.queue(it.template().getName()));
        }
    }

    void assertToldAll() throws Exception {
        for (Broken it : all) {
            faults.awaitBroken(it.template().getName(), it.reason());
            faults.assertTold(it.template().getName(), it.reason());
        }
    }

    /** Gives up the builds, after which nothing is left of the machines. */
    void end() throws Exception {
        waiting.forEach(it -> it.cancel(true));
        faults.awaitNothingLeft();
        LifeLab.await(() -> lab.machines().processes().isEmpty());
    }

    @Override
    public void close() {
        faults.close();
        lab.close();
    }
}
