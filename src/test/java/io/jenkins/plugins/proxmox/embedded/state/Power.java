package io.jenkins.plugins.proxmox.embedded.state;

/** The states of a guest's process, with what QEMU calls them. */
public enum Power {
    STOPPED("stopped"),
    RUNNING("running"),
    PAUSED("paused"),
    /** Started without running, as for the backup of a stopped guest. */
    PRELAUNCH("prelaunch");

    private final String monitorName;

    Power(String monitorName) {
        this.monitorName = monitorName;
    }

    public String monitorName() {
        return monitorName;
    }

    /** What the API calls the status: all but stopped ones run. */
    public String status() {
        return this == STOPPED ? "stopped" : "running";
    }
}
