package io.jenkins.plugins.proxmox.embedded;

/** A major version of Proxmox VE that the embedded one can play. */
public enum PveVersion {
    V7("7.4-20", "7.4", "c7f8b1a4"),
    V8("8.4.21", "8.4", "2606ac850d46da29"),
    V9("9.2.11", "9.2", "4b1a06c3d8e25f97");

    private final String version;
    private final String release;
    private final String repositoryId;

    PveVersion(String version, String release, String repositoryId) {
        this.version = version;
        this.release = release;
        this.repositoryId = repositoryId;
    }

    /** The version of pve-manager, such as {@code 8.4.21}. */
    public String version() {
        return version;
    }

    /** The release, such as {@code 8.4}. */
    public String release() {
        return release;
    }

    public String repositoryId() {
        return repositoryId;
    }

    public int major() {
        return release.charAt(0) - '0';
    }

    public boolean atLeast(PveVersion other) {
        return compareTo(other) >= 0;
    }
}
