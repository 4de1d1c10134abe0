package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.storage.Storages;
import io.jenkins.plugins.proxmox.core.task.TaskEntry;
import io.jenkins.plugins.proxmox.core.task.TaskFilter;
import io.jenkins.plugins.proxmox.core.value.Release;
import java.util.List;

/** A node of a cluster. */
public final class Node {
    private final Site site;
    private final String name;

    Node(Site site, String name) {
        this.site = site;
        this.name = name;
    }

    /** Its short host name. */
    public String name() {
        return name;
    }

    /** The release it runs, asked once in ten minutes: {@code GET /nodes/{node}/version}. */
    public Release release() {
        return site.differences().release(name);
    }

    /** How it is at this moment: {@code GET /nodes/{node}/status}; needs {@code Sys.Audit} on the node. */
    public NodeStatus status() {
        return NodeStatus.of(site.get(path().and("status")));
    }

    /** What it used, from the earliest on: {@code GET /nodes/{node}/rrddata}; needs {@code Sys.Audit} on the node. */
    public List<Sample> statistics(Sample.Timeframe timeframe, Sample.Consolidation consolidation) {
        return Sample.list(site, path(), timeframe, consolidation);
    }

    /** Its VMs. */
    public VirtualMachines virtualMachines() {
        return new VirtualMachines(site, name);
    }

    /** Its containers. */
    public Containers containers() {
        return new Containers(site, name);
    }

    /** The storages it has, shared ones included. */
    public Storages storages() {
        return new Storages(site.tasks(), name);
    }

    /**
     * The bridges and virtual networks that guests can be plugged into, as far as the credentials may use them:
     * {@code GET /nodes/{node}/network}.
     */
    public List<String> bridges() {
        return site.call(ApiRequest.get(path().and("network")).with("type", "any_bridge")).elements().stream()
                .flatMap(entry -> entry.text("iface").stream())
                .toList();
    }

    /** Backups of its guests. */
    public Backups backups() {
        return new Backups(site, name);
    }

    /** Its tasks, the latest first: {@code GET /nodes/{node}/tasks}. */
    public List<TaskEntry> tasks(TaskFilter filter) {
        return site.tasks().search(name, filter);
    }

    private ApiPath path() {
        return ApiPath.of("nodes", name);
    }

    @Override
    public String toString() {
        return name;
    }
}
