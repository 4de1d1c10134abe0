package io.jenkins.plugins.proxmox.embedded.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.CharCodingSupport;
import org.apache.hc.core5.http.impl.bootstrap.HttpServer;
import org.apache.hc.core5.http.impl.bootstrap.ServerBootstrap;
import org.apache.hc.core5.http.impl.bootstrap.StandardFilter;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/** Takes connections on the loopback interface. */
public final class Listener implements AutoCloseable {
    private static final int MOST_HEADERS = 64;
    /** Only headers are limited in size, and together; the request line may be long. */
    private static final int LONGEST_LINE = 1 << 17;

    private final HttpServer server;
    private volatile boolean closing;

    /** @param idleTime after which a connection is closed if nothing is asked on it */
    public Listener(int port, SSLContext context, Duration idleTime, WireHandler handler) throws IOException {
        Http1Config http = Http1Config.custom()
                .setMaxHeaderCount(MOST_HEADERS)
                .setMaxLineLength(LONGEST_LINE)
                .build();
        // Reason phrases may hold what a status text holds.
        CharCodingConfig coding = CharCodingConfig.custom()
                .setCharset(StandardCharsets.ISO_8859_1)
                .build();
        RequestAdapter adapter = new RequestAdapter(handler);
        server = ServerBootstrap.bootstrap()
                .setLocalAddress(InetAddress.getLoopbackAddress())
                .setListenerPort(port)
                .setSslContext(context)
                .setSocketConfig(SocketConfig.custom()
                        .setSoTimeout(Timeout.of(idleTime))
                        .setTcpNoDelay(true)
                        .build())
                .setHttp1Config(http)
                .setConnectionFactory(socket -> politeConnection(socket, http, coding))
                .setHttpProcessor(HttpProcessorBuilder.create().build())
                .setConnectionReuseStrategy(RequestAdapter::keepsAlive)
                // The real server does not know "Expect: 100-continue": it waits for the body and says nothing.
                .replaceFilter(
                        StandardFilter.EXPECT_CONTINUE.name(),
                        (request, trigger, context1, chain) -> chain.proceed(request, trigger, context1))
                .setRequestRouter((request, ignored) -> adapter)
                .create();
        server.start();
    }

    private DefaultBHttpServerConnection politeConnection(Socket socket, Http1Config http, CharCodingConfig coding)
            throws IOException {
        DefaultBHttpServerConnection connection = new PoliteConnection(http, coding);
        connection.bind(socket);
        return connection;
    }

    /** Says goodbye where the library would reset the connection: clients must see an orderly end. */
    private final class PoliteConnection extends DefaultBHttpServerConnection {
        private PoliteConnection(Http1Config http, CharCodingConfig coding) {
            super("https", http, CharCodingSupport.createDecoder(coding), CharCodingSupport.createEncoder(coding));
        }

        @Override
        public void close(CloseMode closeMode) {
            if (closing) {
                // Else closing may wait for what the other side has to say, as long as for a request.
                setSocketTimeout(Timeout.ofMilliseconds(1));
            }
            super.close(closing ? closeMode : CloseMode.GRACEFUL);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() {
        closing = true;
        server.close(CloseMode.IMMEDIATE);
    }
}
