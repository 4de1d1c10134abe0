package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The texts of an {@link InboundAgentRequest}, each refused if it can't be right; what is left out is empty. */
final class InboundAgentTexts {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9 ._+()=~-]*");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
    private static final Pattern PORT = Pattern.compile("[A-Za-z0-9._:\\[\\]-]*:[0-9]*|[A-Za-z0-9._-]+");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/=]+");

    /** No command line can begin a new word, nor end, by what it is given. */
    private static final Pattern PLAIN = Pattern.compile("[ -~&&[^\"]]+");

    /** An {@code @} would be taken for a file. */
    private static final Pattern SECRET = Pattern.compile("[!-?A-~]+");

    private InboundAgentTexts() {}

    static String url(String text) {
        String url = matching("url", text, PLAIN, "the URL of the controller, as in https://jenkins.example.org/");
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return url.endsWith("/") ? url : url + "/";
            }
        } catch (URISyntaxException e) {
            throw notUrl(url);
        }
        throw notUrl(url);
    }

    private static ProxmoxException notUrl(String url) {
        return ProxmoxException.invalid(
                "url",
                "url: '" + url + "' is no URL of a controller; expected is one as in https://jenkins.example.org/");
    }

    private static String matching(String parameter, String text, Pattern pattern, String expected) {
        String given = Request.given(text).orElse("");
        if (!pattern.matcher(given).matches()) {
            throw ProxmoxException.invalid(
                    parameter, parameter + ": '" + given + "' can't be right; expected is " + expected);
        }
        return given;
    }

    private static Optional<String> optional(String parameter, String text, Pattern pattern, String expected) {
        return Request.given(text).map(it -> matching(parameter, it, pattern, expected));
    }

    static String name(String text) {
        return matching("name", text, NAME, "letters, digits, blanks and ._+()=~-, which each guest takes as they are");
    }

    static String workDirectory(String text) {
        String path = matching("workDir", text, PLAIN, "an absolute path in ASCII without quotes");
        if (!path.startsWith("/") && !path.matches("[A-Za-z]:[\\\\/].*")) {
            throw ProxmoxException.invalid(
                    "workDir",
                    "workDir: '" + path + "' is not absolute; expected is a path as in /home/jenkins/agent or"
                            + " C:\\Jenkins");
        }
        return path;
    }

    static Optional<String> secret(String text) {
        return optional(InboundAgentRequest.SECRET, text, SECRET, "the secret of the agent")
                .map(String::trim);
    }

    static Optional<String> tunnel(String text) {
        return optional("tunnel", text, PORT, "HOST:PORT, HOST: or :PORT");
    }

    static Optional<String> direct(String text) {
        return optional("direct", text, PORT, "HOST:PORT");
    }

    static Optional<String> identity(String text) {
        return optional("instanceIdentity", text, KEY, "a public key in Base64");
    }

    static Optional<String> java(String text) {
        return optional("java", text, PLAIN, "a command in ASCII without quotes");
    }

    static String javaOption(String text) {
        return matching("javaOptions", text, PLAIN, "words in ASCII without quotes");
    }

    static Optional<String> user(String text) {
        return optional("user", text, USER, "the name of a user inside");
    }

    static Optional<String> certificate(String text) {
        Optional<String> given = Request.given(text);
        given.filter(it -> !it.startsWith("-----BEGIN CERTIFICATE-----")).ifPresent(it -> {
            throw ProxmoxException.invalid(
                    "certificate",
                    "The certificate is none in PEM; expected is a text that begins with"
                            + " -----BEGIN CERTIFICATE-----");
        });
        return given;
    }
}
