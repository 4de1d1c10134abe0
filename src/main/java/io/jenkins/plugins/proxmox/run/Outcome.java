package io.jenkins.plugins.proxmox.run;

/** What came of that which a guest or snapshot was made for. */
public enum Outcome {
    /** It never began. */
    UNUSED,
    /** All went well. */
    SUCCESS,
    /** It failed, was aborted, or its build died. */
    FAILURE
}
