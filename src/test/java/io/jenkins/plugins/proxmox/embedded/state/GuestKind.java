package io.jenkins.plugins.proxmox.embedded.state;

/** The two kinds of guests and the names they have in paths, files, task types and texts. */
public enum GuestKind {
    VIRTUAL_MACHINE("qemu", "qemu-server", "VM", "qm", "/var/lock/qemu-server/lock-%d.conf"),
    CONTAINER("lxc", "lxc", "CT", "vz", "/run/lock/lxc/pve-config-%d.lock");

    private final String path;
    private final String directory;
    private final String word;
    private final String taskPrefix;
    private final String lockFile;

    GuestKind(String path, String directory, String word, String taskPrefix, String lockFile) {
        this.path = path;
        this.directory = directory;
        this.word = word;
        this.taskPrefix = taskPrefix;
        this.lockFile = lockFile;
    }

    /** The word in API paths: {@code qemu} or {@code lxc}. */
    public String path() {
        return path;
    }

    /** The word in texts: {@code VM} or {@code CT}. */
    public String word() {
        return word;
    }

    public String taskType(String action) {
        return taskPrefix + action;
    }

    public String configFile(String node, int vmid) {
        return "nodes/" + node + "/" + directory + "/" + vmid + ".conf";
    }

    public String lockFile(int vmid) {
        return lockFile.formatted(vmid);
    }

    public String missingText(String node, int vmid) {
        return "Configuration file '" + configFile(node, vmid) + "' does not exist";
    }

    public boolean isVirtualMachine() {
        return this == VIRTUAL_MACHINE;
    }
}
