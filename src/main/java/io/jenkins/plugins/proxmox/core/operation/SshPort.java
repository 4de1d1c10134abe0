package io.jenkins.plugins.proxmox.core.operation;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Tells whether an SSH server answers. */
@FunctionalInterface
interface SshPort {
    /**
     * Connects from here and reads the banner; an open port alone may be a proxy in front of nothing. Takes two seconds
     * at most, for it holds a thread that others wait for.
     */
    SshPort DIRECT = address -> {
        int patience = 1000;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, 22), patience);
            socket.setSoTimeout(patience);
            return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII).equals("SSH-");
        } catch (IOException e) {
            return false;
        }
    };

    boolean answersAt(String address);
}
