package io.jenkins.plugins.proxmox.core.placement;

/** Which of several nodes a new guest goes to. */
public enum Strategy {
    /** To the one with the most to spare, so that all are equally busy. */
    SPREAD,
    /** To the busiest one that still has room, so that others stay empty; if no processors are left anywhere, as SPREAD. */
    PACK
}
