package io.jenkins.plugins.proxmox.core.operation;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Tells whether something listens. */
@FunctionalInterface
interface TcpPort {
    /** Connects from here. Takes a second at most, for it holds a thread that others wait for. */
    TcpPort DIRECT = (address, port) -> {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    };

    boolean answersAt(String address, int port);
}
