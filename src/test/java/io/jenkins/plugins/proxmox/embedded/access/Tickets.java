package io.jenkins.plugins.proxmox.embedded.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Issues and verifies tickets and the tokens against cross-site requests, both good for two hours. */
public final class Tickets {
    private static final long LIFETIME_SECONDS = 2 * 60 * 60;
    private static final long CLOCK_SKEW_SECONDS = 5 * 60;
    private static final Pattern TICKET = Pattern.compile("(PVE:(.+):([0-9A-F]{8}))::(.+)");
    private static final Pattern CSRF_TOKEN = Pattern.compile("([0-9A-F]{8}):(.+)");
    private static final String HALF = "!tfa!";

    private final Clock clock;
    private byte[] key = newKey();

    public Tickets(Clock clock) {
        this.clock = clock;
    }

    public String issue(String user) {
        return sign("PVE:" + user + ":" + now());
    }

    /** A ticket that is worth nothing but to give the second factor with it. */
    public String issueHalf() {
        return sign("PVE:" + HALF + "{\"recovery\"%3Anull,\"totp\"%3Atrue}:" + now());
    }

    /** For a console, for a short time. */
    public String consoleTicket(String path) {
        String text = "PVEVNC:" + now();
        return text + "::" + signature(text + path);
    }

    /** For a SPICE console, once. */
    public String spicePassword() {
        byte[] bytes = new byte[20];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    public String csrfToken(String user) {
        String time = now();
        return time + ":" + signature(time + ":" + user);
    }

    public Optional<String> user(String ticket) {
        return subject(ticket).filter(subject -> !subject.startsWith(HALF));
    }

    public boolean isHalf(String ticket) {
        return subject(ticket).filter(subject -> subject.startsWith(HALF)).isPresent();
    }

    public boolean isCsrfToken(String user, String token) {
        Matcher parts = CSRF_TOKEN.matcher(token);
        return parts.matches()
                && isCurrent(parts.group(1))
                && signature(parts.group(1) + ":" + user).equals(parts.group(2));
    }

    /** Makes all tickets worthless, as a change of the signing key does. */
    public synchronized void expireAll() {
        key = newKey();
    }

    private Optional<String> subject(String ticket) {
        Matcher parts = TICKET.matcher(ticket);
        return parts.matches()
                        && isCurrent(parts.group(3))
                        && signature(parts.group(1)).equals(parts.group(4))
                ? Optional.of(parts.group(2))
                : Optional.empty();
    }

    private boolean isCurrent(String hexTime) {
        long age = clock.instant().getEpochSecond() - Long.parseLong(hexTime, 16);
        return age > -CLOCK_SKEW_SECONDS && age < LIFETIME_SECONDS;
    }

    private String now() {
        return "%08X".formatted(clock.instant().getEpochSecond());
    }

    private String sign(String text) {
        return text + "::" + signature(text);
    }

    private synchronized String signature(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] newKey() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
