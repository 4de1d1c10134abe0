package io.jenkins.plugins.proxmox.embedded.state;

import java.util.Set;

/** A storage of the cluster; one that is not shared exists once on each node. */
public record Storage(String id, String type, Set<String> contents, boolean shared, long total) {
    public boolean accepts(String content) {
        return contents.contains(content);
    }

    /** Whether volumes are files below a directory. */
    public boolean isFiles() {
        return type.equals("dir") || type.equals("nfs");
    }

    public boolean canSnapshot(String format) {
        return isFiles() ? format.equals("qcow2") : type.equals("lvmthin");
    }

    public boolean canLinkSnapshots() {
        return type.equals("lvmthin");
    }

    public String defaultFormat() {
        return isFiles() ? "qcow2" : "raw";
    }

    public String path() {
        return type.equals("nfs") ? "/mnt/pve/" + id : "/var/lib/vz";
    }
}
