package io.jenkins.plugins.proxmox.core.api;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Sends one request and takes one answer; what the answer means is decided elsewhere. */
final class HttpTransport implements Wire {
    /**
     * @param reason the reason phrase, where PVE 7 and early 8 put the error text and nothing else does
     */
    record Answer(int status, String reason, String body) {}

    private static final Timeout CONNECT = Timeout.ofSeconds(10);

    /** The server closes a connection that was idle for 5 s; one that is about to be closed must not carry a POST. */
    private static final TimeValue IDLE = TimeValue.ofSeconds(4);

    /**
     * pveproxy and pvedaemon have three workers each; more calls would only queue there, but for four that several nodes hold
     * because a guest agent is silent.
     */
    private static final int CONNECTIONS = 10;

    private static final int LARGEST_BODY = 64 * 1024 * 1024;

    private final String base;
    private final CloseableHttpClient client;

    HttpTransport(ApiEndpoint endpoint, TlsTrust trust, String userAgent) {
        base = endpoint.uri() + "/api2/json";
        client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy(TrustedTls.of(trust))
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setDefaultSocketConfig(
                                SocketConfig.custom().setTcpNoDelay(true).build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setSocketTimeout(CONNECT)
                                .build())
                        .build())
                .setConnectionReuseStrategy(new ProxmoxConnectionReuse())
                .setKeepAliveStrategy((response, context) -> IDLE)
                .setUserAgent(userAgent)
                // A request that is repeated behind our back could clone twice.
                .disableAutomaticRetries()
                // A redirect would carry the credentials to somebody else.
                .disableRedirectHandling()
                // A cookie left over beside a token is answered 401.
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    @Override
    public Answer send(ApiRequest request, Map<String, String> headers) throws IOException {
        boolean inBody = request.method().hasBody();
        String encoded = request.parameters().encoded();
        String query = inBody || encoded.isEmpty() ? "" : "?" + encoded;
        HttpUriRequestBase message =
                new HttpUriRequestBase(request.method().name(), URI.create(base + request.path() + query));
        headers.forEach(message::setHeader);
        if (inBody && !encoded.isEmpty()) {
            message.setEntity(new StringEntity(encoded, ContentType.APPLICATION_FORM_URLENCODED));
        }
        message.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.ofMinutes(2))
                .setProtocolUpgradeEnabled(false)
                .setResponseTimeout(request.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .build());
        return client.execute(
                message,
                response -> new Answer(
                        response.getCode(),
                        response.getReasonPhrase() == null ? "" : response.getReasonPhrase(),
                        response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity(), LARGEST_BODY)));
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
