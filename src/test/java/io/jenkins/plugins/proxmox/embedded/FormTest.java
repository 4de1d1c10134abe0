package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest extends EmbeddedTest {
    private static final String CONFIG = "/api2/json/nodes/pve2/qemu/102/config";

    private RawReply put(String body, String... headers) throws IOException {
        return client.send("PUT", CONFIG, body, headers);
    }

    private String setting(String key) {
        return guest(102).config().get(key);
    }

    @Test
    void semicolonsSeparatePairs() throws IOException {
        assertThat(put("cores=2;description=a").status()).isEqualTo(200);

        assertThat(setting("cores")).isEqualTo("2");
        assertThat(setting("description")).isEqualTo("a");
    }

    @Test
    void valuesEndAtABareEqualsSign() throws IOException {
        put("description=a=b=c");
        assertThat(setting("description")).isEqualTo("a");

        put("description=a%3Db%3Dc");
        assertThat(setting("description")).isEqualTo("a=b=c");
    }

    @Test
    void plusAndPercentEncodedBlanksAreBlanks() throws IOException {
        put("description=a+b%20c%2Bd");

        assertThat(setting("description")).isEqualTo("a b c+d");
    }

    @Test
    void keyWithoutValueIsEmpty() throws IOException {
        put("description=something");
        put("description");
        assertThat(guest(102).config()).doesNotContainKey("description");

        assertThat(put("cores").error("cores")).isEqualTo("type check ('integer') failed - got ''");
        assertThat(put("cores=").error("cores")).isEqualTo("type check ('integer') failed - got ''");
    }

    @Test
    void cacheBusterIsDropped() throws IOException {
        assertThat(client.get("/version?_dc=123").status()).isEqualTo(200);
    }

    @Test
    void queryWinsOverBody() throws IOException {
        client.send("PUT", CONFIG + "?cores=2", "cores=1");

        assertThat(setting("cores")).isEqualTo("2");
    }

    @Test
    void parameterOfThePathMustNotDiffer() throws IOException {
        assertThat(put("vmid=103").error("vmid")).contains("conflicting values");
        assertThat(put("vmid=102&cores=3").status()).isEqualTo(200);
    }

    @Test
    void utf8IsKept() throws IOException {
        put("description=Gr%C3%BC%C3%9Fe%20%F0%9F%9A%80");

        assertThat(client.get("/nodes/pve2/qemu/102/config")
                        .data()
                        .get("description")
                        .asText())
                .isEqualTo("Grüße 🚀");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false", "on", "off", "yes", "no", "TRUE", "2", ""})
    void booleansAreZeroOrOneOnly(String value) throws IOException {
        RawReply reply = put("onboot=" + value);

        assertThat(reply.statusLine()).isEqualTo("400 Parameter verification failed.");
        assertThat(reply.error("onboot")).isEqualTo("type check ('boolean') failed - got '" + value + "'");
        assertThat(put("onboot=1").status()).isEqualTo(200);
    }

    @Test
    void jsonBodiesMayHaveBooleansNumbersAndLists() throws IOException {
        RawReply reply = put(
                "{\"cores\":2,\"onboot\":true,\"protection\":false,\"tags\":[\"b\",\"a\"]}",
                "Content-Type: application/json; charset=UTF-8");

        assertThat(reply.statusLine()).isEqualTo("200 OK");
        assertThat(guest(102).config())
                .containsEntry("cores", "2")
                .containsEntry("onboot", "1")
                .containsEntry("protection", "0")
                .containsEntry("tags", "a;b");
    }

    @Test
    void badJsonIsAnInternalError() throws IOException {
        RawReply reply = put("{bad", "Content-Type: application/json");

        String text = "'\"' expected, at character offset 1 (before \"bad\") at"
                + " /usr/share/perl5/PVE/APIServer/AnyEvent.pm line 917.";
        assertThat(reply.statusLine()).isEqualTo("500 " + text);
        assertThat(reply.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"text/plain, text/plain", "multipart/form-data; boundary=x, multipart/form-data; boundary=x"})
    void otherContentTypesAreRefused(String type, String named) throws IOException {
        RawReply reply = put("cores=1", "Content-Type: " + type);

        assertThat(reply.statusLine()).isEqualTo("506 upload 'Content-Type '" + named + "' not implemented");
    }

    @Test
    void bodyWithoutContentTypeIsAForm() throws IOException {
        assertThat(put("cores=4", "Content-Type: ").status()).isEqualTo(200);
        assertThat(setting("cores")).isEqualTo("4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void callsThatOnlyReadOrDeleteHaveNoBody(String method) throws IOException {
        RawReply reply = client.send(method, "/api2/json/nodes/pve2/qemu/102", "force=1");

        assertThat(reply.statusLine()).isEqualTo("501 Unexpected content for method '" + method + "'");
        assertThat(reply.text()).isEqualTo("Unexpected content for method '" + method + "'");
    }

    @Test
    void chunkedBodiesAreRefused() throws IOException {
        RawReply reply = put("7\r\ncores=1\r\n0\r\n\r\n", "Transfer-Encoding: chunked");

        assertThat(reply.statusLine()).isEqualTo("501 chunked transfer encoding not supported");
        assertThat(setting("cores")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "PATCH", "OPTIONS"})
    void otherMethodsAreNotAvailable(String method) throws IOException {
        RawReply reply = client.send(method, "/api2/json/version", "");

        assertThat(reply.statusLine()).isEqualTo("501 method '" + method + "' not available");
        assertThat(reply.text()).isEmpty();
    }

    @Test
    void repeatedScalarIsAnArray() throws IOException {
        assertThat(put("cores=1&cores=2").error("cores")).isEqualTo("type check ('integer') failed - got ARRAY");
        assertThat(put("tags=x&tags=y").status()).isEqualTo(200);
        assertThat(setting("tags")).isEqualTo("x;y");
    }

    @Test
    void bodiesAreLimitedInSize() throws IOException {
        RawReply tooLarge = put("description=" + "x".repeat(512 * 1024));
        assertThat(tooLarge.statusLine()).isEqualTo("501 for data too large");

        RawReply tooLong = put("description=" + "x".repeat(8193));
        assertThat(tooLong.error("description")).isEqualTo("value may only be 8192 characters long");
        assertThat(put("description=" + "x".repeat(8192)).status()).isEqualTo(200);
    }
}
