package io.jenkins.plugins.proxmox.cloud.machine;

/** What can be wrong with a machine. */
public enum GuestFault {
    /** Is on, but nothing inside ever comes up. */
    NEVER_BOOTS,
    /** Its network devices never get an address. */
    NO_ADDRESS,
    /** Refuses connections. */
    SSH_REFUSED,
    /** Takes connections and says nothing. */
    SSH_SILENT,
    /** Shows another host key than its files tell. */
    WRONG_HOST_KEY,
    /** Accepts no user's key. */
    NO_USER_KEY,
    /** Has no {@code java}. */
    NO_JAVA,
    /** Has a {@code java} that ends with an error at once. */
    BROKEN_JAVA,
    /** Has a {@code java} that says nothing and never ends. */
    HANGING_JAVA
}
