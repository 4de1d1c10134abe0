package io.jenkins.plugins.proxmox.embedded.state;

/** A node of the cluster. */
public final class Node {
    private final String name;
    private final int id;
    private boolean online = true;
    private boolean maintenance;
    private int processors = 16;

    Node(String name, int id) {
        this.name = name;
        this.id = id;
    }

    public String name() {
        return name;
    }

    public int id() {
        return id;
    }

    public boolean online() {
        return online;
    }

    public void setOnline(boolean online) {
        this.online = online;
    }

    /** Threads of its processors. */
    public int processors() {
        return processors;
    }

    public void setProcessors(int processors) {
        this.processors = processors;
    }

    /** Whether the HA manager has moved its guests elsewhere. */
    public boolean maintenance() {
        return maintenance;
    }

    public void setMaintenance(boolean maintenance) {
        this.maintenance = maintenance;
    }
}
