package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest extends EmbeddedTest {
    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T14:00:00Z"));

    @Override
    protected EmbeddedProxmoxBuilder configure(EmbeddedProxmoxBuilder builder) {
        return builder.clock(clock);
    }

    private RawClient anonymous() {
        return RawClient.anonymous(proxmox);
    }

    private JsonNode logIn(String user, String password) throws IOException {
        return anonymous()
                .post("/access/ticket", "username", user, "password", password)
                .data();
    }

    private RawClient withTicket(JsonNode login) {
        String ticket = URLEncoder.encode(login.get("ticket").asText(), StandardCharsets.UTF_8);
        return anonymous().header("Cookie", "PVEAuthCookie=" + ticket);
    }

    private static void assertUnauthorized(RawReply reply, String reason) {
        assertThat(reply.statusLine()).isEqualTo("401 " + reason);
        assertThat(reply.text()).isEmpty();
        assertThat(reply.values("Connection")).containsExactly("close");
    }

    @Test
    void withoutCredentialsNothingButTheRealmsCanBeSeen() throws IOException {
        assertUnauthorized(anonymous().get("/nodes"), "No ticket");
        assertUnauthorized(anonymous().get("/nope"), "No ticket");
        assertUnauthorized(
                anonymous().header("Authorization", "Bearer " + proxmox.token()).get("/nodes"), "No ticket");
        assertThat(RawClient.texts(anonymous().get("/access/domains"), "realm")).containsExactly("pam", "pve");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root@pam!demo=00000000-0000-0000-0000-000000000000",
                "root@pam!none=00000000-0000-0000-0000-000000000000",
                "nobody@pve!x=00000000-0000-0000-0000-000000000000",
                "garbage"
            })
    void badTokensAreRefusedWithoutAReason(String token) throws IOException {
        assertUnauthorized(RawClient.withToken(proxmox, token).get("/nodes"), "Authentication failed!");
    }

    @Test
    void tokenMayFollowABlank() throws IOException {
        assertThat(anonymous()
                        .header("Authorization", "PVEAPIToken " + proxmox.token())
                        .get("/version")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root@pam", "nobody@pve", "root", "root@nope"})
    void badLoginsAreRefusedInTheBody(String user) throws IOException {
        RawReply reply = anonymous().post("/access/ticket", "username", user, "password", "wrong");

        assertThat(reply.statusLine()).isEqualTo("401 authentication failure");
        assertThat(reply.json().toString()).isEqualTo("{\"data\":null,\"message\":\"authentication failure\\n\"}");
    }

    @Test
    void loginNeedsAPassword() throws IOException {
        RawReply reply = anonymous().post("/access/ticket", "username", "root@pam");

        assertThat(reply.statusLine()).isEqualTo("400 Parameter verification failed.");
        assertThat(reply.error("password")).isEqualTo("property is missing and it is not optional");
    }

    @Test
    void ticketReadsByItselfAndWritesWithItsCsrfToken() throws IOException {
        JsonNode login = logIn(proxmox.userName(), proxmox.password());
        RawClient visitor = withTicket(login);

        assertThat(visitor.get("/nodes").status()).isEqualTo(200);
        assertUnauthorized(visitor.post("/nodes/pve2/qemu/102/status/start"), "Permission denied - invalid csrf token");
        visitor.header("CSRFPreventionToken", "6B02F213:xxx");
        assertUnauthorized(visitor.post("/nodes/pve2/qemu/102/status/start"), "Permission denied - invalid csrf token");
        visitor.header("CSRFPreventionToken", login.get("CSRFPreventionToken").asText());
        assertThat(visitor.run("/nodes/pve2/qemu/102/status/start").exitStatus())
                .contains("OK");
    }

    @Test
    void ticketMayStandInTheAuthorizationHeader() throws IOException {
        String ticket = logIn("root@pam", proxmox.password()).get("ticket").asText();

        assertThat(anonymous()
                        .header("Authorization", "PVEAuthCookie=" + ticket)
                        .get("/nodes")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void realmMayBeAParameterOfItsOwn() throws IOException {
        JsonNode login = anonymous()
                .post("/access/ticket", "username", "root", "realm", "pam", "password", proxmox.password())
                .data();

        assertThat(login.get("username").asText()).isEqualTo("root@pam");
    }

    @Test
    void ticketsEndAfterTwoHoursAndCanBeRenewedBefore() throws IOException {
        JsonNode login = logIn("root@pam", proxmox.password());
        clock.advance(Duration.ofMinutes(90));
        JsonNode renewed = logIn("root@pam", login.get("ticket").asText());
        clock.advance(Duration.ofMinutes(40));

        assertUnauthorized(withTicket(login).get("/nodes"), "Authentication failed!");
        assertThat(withTicket(renewed).get("/nodes").status()).isEqualTo(200);
    }

    @Test
    void ticketsOfAnotherSigningKeyAreWorthless() throws IOException {
        JsonNode login = logIn("root@pam", proxmox.password());
        proxmox.access().expireTickets();

        assertUnauthorized(withTicket(login).get("/nodes"), "Authentication failed!");
    }

    @Test
    void worthlessTicketSpoilsAGoodToken() throws IOException {
        assertUnauthorized(client.header("Cookie", "PVEAuthCookie=PVE:stale").get("/nodes"), "Authentication failed!");
    }

    @Test
    void disabledUsersStayOut() throws IOException {
        String token = proxmox.access().addToken("jenkins@pve", "ci", false);
        proxmox.access().disableUser("jenkins@pve");

        assertUnauthorized(RawClient.withToken(proxmox, token).get("/version"), "Authentication failed!");
        assertThat(anonymous()
                        .post("/access/ticket", "username", "jenkins@pve", "password", "embedded-jenkins")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void tokensExpire() throws IOException {
        String token = proxmox.access()
                .addToken("root@pam", "short", false, clock.instant().plusSeconds(60));
        assertThat(RawClient.withToken(proxmox, token).get("/version").status()).isEqualTo(200);

        clock.advance(Duration.ofSeconds(61));
        assertUnauthorized(RawClient.withToken(proxmox, token).get("/version"), "Authentication failed!");
    }

    @Test
    void secondFactorComesInASecondStep() throws IOException {
        proxmox.access().requireSecondFactor("jenkins@pve", "123456");
        JsonNode first = logIn("jenkins@pve", "embedded-jenkins");
        String half = first.get("ticket").asText();

        assertThat(first.get("NeedTFA").asInt()).isEqualTo(1);
        assertThat(half).startsWith("PVE:!tfa!");
        assertUnauthorized(withTicket(first).get("/version"), "Authentication failed!");

        RawReply wrong = anonymous()
                .post("/access/ticket", "username", "jenkins@pve", "password", "totp:000000", "tfa-challenge", half);
        assertThat(wrong.statusLine()).isEqualTo("401 authentication failure");

        JsonNode second = anonymous()
                .post("/access/ticket", "username", "jenkins@pve", "password", "totp:123456", "tfa-challenge", half)
                .data();
        assertThat(second.has("NeedTFA")).isFalse();
        assertThat(withTicket(second).get("/version").status()).isEqualTo(200);
    }

    @Test
    void secondFactorMayComeAlongWithThePassword() throws IOException {
        proxmox.access().requireSecondFactor("jenkins@pve", "123456");

        JsonNode login = anonymous()
                .post("/access/ticket", "username", "jenkins@pve", "password", "embedded-jenkins", "otp", "totp:123456")
                .data();
        assertThat(login.get("ticket").asText()).startsWith("PVE:jenkins@pve:");
    }

    @Test
    void tokenMayNotDoWhatNeedsATicket() throws IOException {
        RawReply reply = client.put("/access/password", "userid", "root@pam", "password", "longenough");

        String text = "Permission check failed (URI '/access/password' not available with API token,"
                + " need proper ticket.";
        assertThat(reply.statusLine()).isEqualTo("403 " + text);
        assertThat(reply.message()).isEqualTo(text + "\n)\n");
    }

    @Test
    void tokensAreManaged() throws IOException {
        String path = "/access/users/jenkins@pve/token";
        JsonNode made = client.post(path + "/ci", "comment", "for builds").data();
        assertThat(made.get("full-tokenid").asText()).isEqualTo("jenkins@pve!ci");
        assertThat(made.at("/info/privsep").asInt()).isEqualTo(1);
        String token = "jenkins@pve!ci=" + made.get("value").asText();
        assertThat(RawClient.withToken(proxmox, token).get("/version").status()).isEqualTo(200);

        assertThat(client.post(path + "/ci").error("tokenid")).isEqualTo("Token already exists.");
        assertThat(RawClient.texts(client.get(path), "tokenid")).containsExactly("ci");
        assertThat(client.get(path + "/ci").data().get("expire").asInt()).isZero();
        assertThat(client.delete(path + "/ci").status()).isEqualTo(200);
        assertThat(client.delete(path + "/ci").message()).isEqualTo("no such token 'ci' for user 'jenkins@pve'\n");
        assertUnauthorized(RawClient.withToken(proxmox, token).get("/version"), "Authentication failed!");
    }
}
