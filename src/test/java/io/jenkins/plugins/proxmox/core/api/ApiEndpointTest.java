package io.jenkins.plugins.proxmox.core.api;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiEndpointTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
        https://pve.example.com,        https://pve.example.com:8006
        https://pve.example.com/,       https://pve.example.com:8006
        https://pve.example.com:443,    https://pve.example.com:443
        https://pve:1,                  https://pve:1
        https://pve:65535/,             https://pve:65535
        HTTPS://pve,                    https://pve:8006
        https://10.0.0.5,               https://10.0.0.5:8006
        https://[2001:db8::5],          https://[2001:db8::5]:8006
        https://[2001:db8::5]:443,      https://[2001:db8::5]:443
        ' https://pve ',                https://pve:8006
        """)
    void readsAHostAndAPort(String text, String uri) {
        assertThat(ApiEndpoint.parse(text)).hasToString(uri);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        http://pve:8006,            Proxmox VE answers over https:// only
        HTTP://pve,                 Proxmox VE answers over https:// only
        ftp://pve,                  its scheme is not https
        https://pve/api2/json,      'it has a path, query or fragment'
        https://pve?node=pve,       'it has a path, query or fragment'
        https://pve#v1:0,           'it has a path, query or fragment'
        https://pve:0,              its port is not between 1 and 65535
        https://pve:65536,          its port is not between 1 and 65535
        https://pve:eight,          it is no valid URL
        https://2001:db8::5,        it is no valid URL
        https://pve 1,              it is no valid URL
        https://,                   it is no valid URL
        pve.example.com,            it is no valid URL
        pve.example.com:8006,       it is no valid URL
        '',                         it is no valid URL
        """)
    void refusesAnythingElseAndSaysWhatIsExpected(String text, String reason) {
        assertRefused(
                "url",
                () -> ApiEndpoint.parse(text),
                "'" + text + "'",
                reason,
                "expected is https://host or https://host:8006");
    }

    @Test
    void refusesNothingAtAll() {
        assertRefused("url", () -> ApiEndpoint.parse(null), "it is no valid URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://jenkins:s3cret@pve:8006",
                "https://root@pam:s3cret@pve:8006",
                "http://jenkins:s3cret@pve:8006",
                "ftp://jenkins:s3cret@pve",
                "https://jenkins:s3cret@pve:80 06",
            })
    void doesNotRepeatAPasswordInTheUrl(String text) {
        ProxmoxException refusal = catchThrowableOfType(ProxmoxException.class, () -> ApiEndpoint.parse(text));
        assertThat(refusal).isNotNull();
        assertThat(refusal.getMessage()).contains("pve").doesNotContain("s3cret");
        assertThat(refusal.problem().toString()).doesNotContain("s3cret");
    }

    @Test
    void saysWhereUserAndPasswordBelong() {
        assertRefused(
                "url",
                () -> ApiEndpoint.parse("https://jenkins:s3cret@pve"),
                "https://...@pve",
                "belong into credentials");
    }
}
