package io.jenkins.plugins.proxmox.embedded.reply;

/** The daemon that a call was forwarded to could not be asked. */
public final class ForwardFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    public ForwardFailed(int status, String reason) {
        super(reason);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
