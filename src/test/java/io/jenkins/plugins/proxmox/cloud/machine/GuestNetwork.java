package io.jenkins.plugins.proxmox.cloud.machine;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * A network 10.0.0.0/8 that only sockets of this JVM see, by way of a SOCKS proxy: the plugin rightly takes no loopback
 * address for that of a guest, and this machine has no others to give. While it is open, it is the JVM's choice of proxies.
 */
final class GuestNetwork extends ProxySelector implements AutoCloseable {
    private static final int SSH = 22;
    private static final byte SOCKS = 5;
    private static final byte DONE = 0;
    private static final byte UNREACHABLE = 4;
    private static final byte REFUSED = 5;
    private static final int IPV4_LENGTH = 4;

    private final Executor threads;
    private final ProxySelector before = ProxySelector.getDefault();
    private final ServerSocket server;
    private final Map<String, Host> hosts = new HashMap<>();

    /** What a machine does with who connects to its SSH port. */
    enum Door {
        OPEN,
        CLOSED,
        SILENT
    }

    private record Host(Door door, int port, Set<Socket> connections) {}

    private GuestNetwork(Executor threads) throws IOException {
        this.threads = threads;
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    }

    static GuestNetwork open(Executor threads) {
        try {
            GuestNetwork network = new GuestNetwork(threads);
            threads.execute(network::serve);
            ProxySelector.setDefault(network);
            return network;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What another JVM needs on its command line to see this network too. */
    List<String> options() {
        return List.of("-DsocksProxyHost=127.0.0.1", "-DsocksProxyPort=" + server.getLocalPort());
    }

    /**
     * A machine is on.
     *
     * @param port of 127.0.0.1 where its SSH server really is
     */
    synchronized void add(String address, Door door, int port) {
        hosts.put(address, new Host(door, port, ConcurrentHashMap.newKeySet()));
    }

    /** A machine is off, with all its connections. */
    synchronized void remove(String address) {
        Host host = hosts.remove(address);
        if (host != null) {
            host.connections().forEach(GuestNetwork::close);
        }
    }

    /** Cuts all connections of a machine that goes on. */
    synchronized void cut(String address) {
        Host host = hosts.get(address);
        if (host != null) {
            host.connections().forEach(GuestNetwork::close);
        }
    }

    /** From now on its door is like that; whoever is inside stays. */
    synchronized void door(String address, Door door) {
        hosts.computeIfPresent(address, (key, host) -> new Host(door, host.port(), host.connections()));
    }

    @Override
    public List<Proxy> select(URI uri) {
        if (uri.getScheme().equals("socket")
                && uri.getHost() != null
                && uri.getHost().startsWith("10.")) {
            return List.of(new Proxy(Proxy.Type.SOCKS, server.getLocalSocketAddress()));
        }
        return before == null ? List.of(Proxy.NO_PROXY) : before.select(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        if (before != null) {
            before.connectFailed(uri, address, failure);
        }
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                threads.execute(() -> answer(client));
            } catch (IOException e) {
                // It was closed.
                return;
            }
        }
    }

    private void answer(Socket client) {
        try {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            in.readByte();
            in.readFully(new byte[in.readByte()]);
            out.write(new byte[] {SOCKS, 0});
            in.readFully(new byte[3]);
            if (in.readByte() != 1) {
                close(client);
                return;
            }
            byte[] address = in.readNBytes(IPV4_LENGTH);
            int port = in.readUnsignedShort();
            connect(client, InetAddress.getByAddress(address).getHostAddress(), port);
        } catch (IOException e) {
            close(client);
        }
    }

    private void connect(Socket client, String address, int port) throws IOException {
        Host host;
        synchronized (this) {
            host = hosts.get(address);
            if (host != null) {
                host.connections().add(client);
            }
        }
        if (host == null) {
            reply(client, UNREACHABLE);
            close(client);
        } else if (port != SSH || host.door() == Door.CLOSED) {
            reply(client, REFUSED);
            close(client);
        } else if (host.door() == Door.SILENT) {
            reply(client, DONE);
        } else {
            relay(client, host);
        }
    }

    private void relay(Socket client, Host host) throws IOException {
        Socket machine = new Socket();
        // A real network has nobody in between who waits for more to send.
        client.setTcpNoDelay(true);
        machine.setTcpNoDelay(true);
        try {
            machine.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), host.port()));
        } catch (IOException e) {
            reply(client, REFUSED);
            close(client);
            return;
        }
        reply(client, DONE);
        threads.execute(() -> copy(machine, client));
        copy(client, machine);
        host.connections().remove(client);
    }

    private static void reply(Socket client, byte code) throws IOException {
        client.getOutputStream().write(new byte[] {SOCKS, code, 0, 1, 0, 0, 0, 0, 0, 0});
    }

    /** Until one of them ends, which ends both. */
    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // The other direction has closed both.
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(Closeable what) {
        try {
            what.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (ProxySelector.getDefault() == this) {
            ProxySelector.setDefault(before);
        }
        close(server);
        synchronized (this) {
            List.copyOf(hosts.keySet()).forEach(this::remove);
        }
    }
}
