package io.jenkins.plugins.proxmox.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;

class ProxmoxConnectionReuseTest {
    @Test
    void keepsAConnectionWhoseAnswerSaysBoth() {
        assertThat(keeps(answer(200, "close", "Keep-Alive"))).isTrue();
    }

    @Test
    void closesAConnectionWhoseAnswerSaysSo() {
        assertThat(keeps(answer(200, "close"))).isFalse();
    }

    @Test
    void closesAConnectionAfterAnError() {
        assertThat(keeps(answer(500, "Keep-Alive"))).isFalse();
        assertThat(keeps(answer(400))).isFalse();
    }

    @Test
    void closesAConnectionWhoseAnswerHasNoKnownEnd() {
        HttpResponse answer = answer(200, "close", "Keep-Alive");
        answer.removeHeaders("Content-Length");
        assertThat(keeps(answer)).isFalse();
    }

    private static HttpResponse answer(int status, String... connection) {
        HttpResponse answer = new BasicHttpResponse(status);
        answer.addHeader("Content-Length", 13);
        for (String value : connection) {
            answer.addHeader("Connection", value);
        }
        return answer;
    }

    private static boolean keeps(HttpResponse answer) {
        return new ProxmoxConnectionReuse()
                .keepAlive(new HttpGet("https://pve:8006/api2/json/version"), answer, HttpClientContext.create());
    }
}
