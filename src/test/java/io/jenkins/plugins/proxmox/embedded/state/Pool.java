package io.jenkins.plugins.proxmox.embedded.state;

import java.util.Set;
import java.util.TreeSet;

/** A pool with its members. */
public final class Pool {
    private final String id;
    private String comment = "";
    private final Set<Integer> guests = new TreeSet<>();
    private final Set<String> storages = new TreeSet<>();

    public Pool(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    public String comment() {
        return comment;
    }

    public void setComment(String comment) {
        this.comment = comment;
    }

    public Set<Integer> guests() {
        return guests;
    }

    public Set<String> storages() {
        return storages;
    }
}
