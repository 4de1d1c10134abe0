package io.jenkins.plugins.proxmox.core.api;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    private static final String SECRET = "6f2b1c3e-9a4d-4e57-8b10-c0ffee123456";

    @ParameterizedTest
    @ValueSource(strings = {"jenkins@pve!ci", "root@pam!lab2", "jane@corp.example@ad-1!build_1.x", "o'neil@pve!t-1"})
    void readsATokenAsProxmoxWritesIt(String id) {
        assertThat(Credentials.ApiToken.parse(" " + id + "=" + SECRET + "\n"))
                .isEqualTo(new Credentials.ApiToken(id, SECRET));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jenkins@pve",
                "jenkins!ci",
                "@pve!ci",
                "jenkins@pve!",
                "jenkins@pve!1",
                "jenkins@pve!c i",
                "PVEAPIToken=jenkins@pve!ci",
            })
    void refusesAnIdThatIsNone(String id) {
        assertRefused(
                "credentials", () -> Credentials.ApiToken.parse(id + "=" + SECRET), "expected is user@realm!name");
    }

    @Test
    void refusesATokenWithoutSecret() {
        assertRefused(
                "credentials",
                () -> Credentials.ApiToken.parse("jenkins@pve!ci"),
                "expected is user@realm!name=secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password",
                "6f2b1c3e9a4d4e578b10c0ffee123456",
                "6f2b1c3e-9a4d-4e57-8b10-c0ffee12345",
                "6f2b1c3e-9a4d-4e57-8b10-c0ffee12345g",
            })
    void refusesASecretThatIsNone(String secret) {
        assertRefused(
                "credentials", () -> new Credentials.ApiToken("jenkins@pve!ci", secret), "jenkins@pve!ci", "UUID");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jenkins@pve!ci:" + SECRET,
                "jenkins@pve!ci=" + SECRET + "x",
                "jenkins@pve!ci=" + SECRET + "=",
                SECRET,
                SECRET + "=jenkins@pve!ci",
                "jenkins@pve!ci " + SECRET + "=",
            })
    void neverRepeatsTheSecretOfAMalformedToken(String text) {
        ProxmoxException refusal = catchThrowableOfType(ProxmoxException.class, () -> Credentials.ApiToken.parse(text));
        assertThat(refusal).isNotNull();
        assertThat(refusal.getMessage()).doesNotContain(SECRET);
        assertThat(refusal.problem().toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {SECRET, "jenkins@pve!ci=" + SECRET})
    void neverRepeatsASecretThatWasTakenForTheId(String id) {
        ProxmoxException refusal =
                catchThrowableOfType(ProxmoxException.class, () -> new Credentials.ApiToken(id, SECRET));
        assertThat(refusal).isNotNull();
        assertThat(refusal.getMessage()).contains("expected is user@realm!name").doesNotContain(SECRET);
        assertThat(refusal.problem().toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root@pam", "jenkins@pve", "jane@corp.example@ad-1"})
    void takesAUserOfARealm(String user) {
        assertThat(new Credentials.Login(user, "s3cret").principal()).isEqualTo(user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "root", "@pam", "root@", "root@p", "jenkins@pve!ci", "a b@pve"})
    void refusesAUserWithoutRealm(String user) {
        assertRefused(
                "credentials", () -> new Credentials.Login(user, "s3cret"), "'" + user + "'", "expected is user@realm");
    }

    @Test
    void showsWhoButNeverTheSecret() {
        Credentials token = new Credentials.ApiToken("jenkins@pve!ci", SECRET);
        Credentials login = new Credentials.Login("jenkins@pve", "s3cret");
        assertThat(token.toString()).contains(token.principal()).doesNotContain(SECRET);
        assertThat(login.toString()).contains(login.principal()).doesNotContain("s3cret");
    }

    @Test
    void hidesTheSecretInWhateverHoldsTheCredentials() {
        Credentials.ApiToken token = new Credentials.ApiToken("jenkins@pve!ci", SECRET);
        ApiClient.Settings settings =
                new ApiClient.Settings(ApiEndpoint.parse("https://pve"), new TlsTrust.System(), token);
        assertThat(settings.toString()).contains("jenkins@pve!ci").doesNotContain(SECRET);
        assertThat(new Authenticator.TokenAuthenticator(token).toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @EnumSource
    void sendsATokenInOneHeaderWithEveryMethod(ApiMethod method) throws Exception {
        Authenticator authenticator = Authenticator.of(new Credentials.ApiToken("jenkins@pve!ci", SECRET), null, null);
        assertThat(authenticator.headers(method))
                .containsOnly(Map.entry("Authorization", "PVEAPIToken=jenkins@pve!ci=" + SECRET));
        assertThat(authenticator.renewAfterRefusal()).isFalse();
    }
}
