package io.jenkins.plugins.proxmox.embedded.http;

import java.io.IOException;

/** Thrown instead of giving a reply: the connection is closed without a byte. */
public final class ConnectionDropped extends IOException {
    private static final long serialVersionUID = 1L;

    public ConnectionDropped(String why) {
        super(why);
    }
}
