package io.jenkins.plugins.proxmox.cloud.pipeline;

import hudson.model.Node;
import io.jenkins.plugins.proxmox.cloud.settings.AgentHardware;
import io.jenkins.plugins.proxmox.cloud.settings.AgentLife;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.cloud.settings.JobBreaker;
import io.jenkins.plugins.proxmox.cloud.settings.OneShotLife;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.cloud.settings.ReusableLife;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;

/**
 * The template that a block of a pipeline has for itself: that of a cloud, with what the block wants otherwise.
 *
 * @param label that only this block's agents have
 * @param build to which they belong
 */
public record BlockTemplate(ProxmoxAgentStep wish, String label, String build) {
    /**
     * The cloud that has the template.
     *
     * @throws ProxmoxException if there is none, or several have it
     */
    CloudSettings cloud() {
        List<CloudSettings> clouds = CloudSettings.all(Jenkins.get())
                .filter(it -> wish.getCloud() == null || it.name.equals(wish.getCloud()))
                .toList();
        if (clouds.isEmpty()) {
            throw ProxmoxException.invalid(
                    "cloud",
                    wish.getCloud() == null
                            ? "There is no cloud of Proxmox guests"
                            : "There is no cloud '" + wish.getCloud() + "'");
        }
        List<CloudSettings> having = clouds.stream()
                .filter(it -> it.template(wish.getTemplate()).isPresent())
                .toList();
        if (having.isEmpty()) {
            throw ProxmoxException.invalid("template", missing(clouds));
        }
        if (having.size() > 1) {
            throw ProxmoxException.invalid(
                    "cloud",
                    "Several clouds have a template '" + wish.getTemplate() + "', so it takes one of them: "
                            + having.stream().map(it -> it.name).collect(Collectors.joining(", ")));
        }
        return having.get(0);
    }

    /** The cloud of which the id is known. */
    CloudSettings cloud(String id) {
        return CloudSettings.find(id)
                .orElseThrow(
                        () -> new ProxmoxException(new Problem.NotFound(), "Their cloud is not configured any more"));
    }

    private String missing(List<CloudSettings> clouds) {
        String names = clouds.stream()
                .flatMap(it -> it.getTemplates().stream())
                .filter(ProxmoxTemplate::isAdaptable)
                .map(ProxmoxTemplate::getName)
                .distinct()
                .collect(Collectors.joining(", "));
        return "No cloud has a template '" + wish.getTemplate() + "'" + (names.isEmpty() ? "" : "; there are " + names);
    }

    /**
     * The template as the cloud makes agents of it. It keeps its name, so all that the administrator has set for it counts for
     * these agents, too.
     *
     * @throws ProxmoxException if the cloud has no such template, or not for pipelines, or if a number can't be right
     */
    public ProxmoxTemplate in(CloudSettings cloud) {
        ProxmoxTemplate parent = cloud.template(wish.getTemplate())
                .orElseThrow(() -> ProxmoxException.invalid("template", missing(List.of(cloud))));
        if (!parent.isAdaptable()) {
            throw ProxmoxException.invalid(
                    "template",
                    "The template '" + parent.getName()
                            + "' can't be used so: its configuration does not let pipelines define agents out of it."
                            + " Its labels can be used with node");
        }
        ProxmoxTemplate own = (ProxmoxTemplate) Jenkins.XSTREAM2.fromXML(Jenkins.XSTREAM2.toXML(parent));
        own.setLabels(label);
        own.setMode(Node.Mode.EXCLUSIVE);
        own.reserve(build, changesHardware() ? JobBreaker.name(parent.getName(), job()) : parent.getName());
        own.setExecutors(1);
        own.setLife(life());
        own.setHardware(hardware(parent, own.getHardware()));
        number("startupMinutes", wish.getStartupMinutes(), 1).ifPresent(own::setStartupMinutes);
        return own;
    }

    private String job() {
        return build.substring(0, build.lastIndexOf('#'));
    }

    private boolean changesHardware() {
        return wish.getCpus() != null || wish.getMemory() != null || wish.getDiskSize() != null;
    }

    private AgentLife life() {
        return wish.isReuse() ? new ReusableLife() : new OneShotLife();
    }

    private AgentHardware hardware(ProxmoxTemplate parent, AgentHardware parents) {
        if (!changesHardware()) {
            return parents;
        }
        AgentHardware hardware = parents == null ? new AgentHardware() : parents;
        atMost("cpus", wish.getCpus(), parent.getMaxCores(), parent);
        atMost("memory", wish.getMemory(), parent.getMaxMemory(), parent);
        atMost("diskSize", wish.getDiskSize(), parent.getMaxDiskSize(), parent);
        number("cpus", wish.getCpus(), 1).ifPresent(hardware::setCores);
        number("memory", wish.getMemory(), AgentHardware.LEAST_MEMORY).ifPresent(hardware::setMemory);
        number("diskSize", wish.getDiskSize(), 1).ifPresent(hardware::setDiskSize);
        hardware.check();
        return hardware;
    }

    private static void atMost(String name, Integer value, Integer most, ProxmoxTemplate template) {
        if (value != null && most != null && value > most) {
            throw ProxmoxException.invalid(
                    name,
                    name + " is " + value + ", and the template '" + template.getName() + "' allows pipelines " + most
                            + " at most");
        }
    }

    private static Optional<Integer> number(String name, Integer value, int least) {
        if (value != null && value < least) {
            throw ProxmoxException.invalid(name, name + " is " + value + ", and must be " + least + " at least");
        }
        return Optional.ofNullable(value);
    }
}
