package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The options that a guest gets, as Proxmox spells them. */
final class GuestOptions {
    private static final Pattern OPTION = Pattern.compile("[a-z][a-z0-9_-]*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_+.-]*");

    /** The password of root in a new container, which is no option of its configuration. */
    static final String PASSWORD = "password";

    /** What nobody but Proxmox may get to see; a checkpoint tells only that there is something. */
    private static final Set<String> SECRET = Set.of("cipassword", PASSWORD);

    private static final String OPTIONS = "options";
    private static final String WITHHELD = "withheld";

    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();

    static boolean isSecret(String key) {
        return SECRET.contains(key);
    }

    /** Those that a checkpoint kept, and of the others those that were given again. */
    void read(Request request) {
        values.putAll(request.options(OPTIONS));
        for (String key : request.texts(WITHHELD)) {
            request.secret(key).ifPresentOrElse(value -> values.put(key, value), () -> missing.add(key));
        }
    }

    void write(Request request) {
        Map<String, String> open = new LinkedHashMap<>(values);
        open.keySet().removeAll(SECRET);
        List<String> withheld = new ArrayList<>(missing);
        values.keySet().stream().filter(SECRET::contains).forEach(withheld::add);
        request.with(OPTIONS, open).with(WITHHELD, withheld.isEmpty() ? Optional.empty() : Optional.of(withheld));
    }

    Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    /** Secret ones whose values were not given again after a restart. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    void tags(Collection<String> some) {
        List<String> tags =
                some.stream().map(Request::given).flatMap(Optional::stream).toList();
        for (String tag : tags) {
            if (!TAG.matcher(tag).matches()) {
                throw ProxmoxException.invalid(
                        "tags", "'" + tag + "' is no tag; expected are letters, digits and _ + . -");
            }
        }
        if (!tags.isEmpty()) {
            values.put("tags", String.join(";", tags));
        }
    }

    void atLeast(String key, Integer number, int least) {
        if (number != null) {
            if (number < least) {
                throw ProxmoxException.invalid(
                        key, key + ": " + number + " is too little; expected is a number from " + least + " on");
            }
            values.put(key, number.toString());
        }
    }

    void flag(String key, Boolean value) {
        if (value != null) {
            values.put(key, value ? "1" : "0");
        }
    }

    void text(String key, String text) {
        Request.given(text).ifPresent(value -> values.put(key, value));
    }

    /** Proxmox wants this one option percent-encoded in itself, with blanks as %20. */
    void sshKeys(String lines) {
        Request.given(lines)
                .map(String::strip)
                .map(keys -> URLEncoder.encode(keys.replace("\r\n", "\n"), StandardCharsets.UTF_8))
                .ifPresent(encoded -> values.put("sshkeys", encoded.replace("+", "%20")));
    }

    void any(Map<String, ?> more) {
        more.forEach((key, value) -> {
            if (!OPTION.matcher(key).matches()) {
                throw ProxmoxException.invalid(
                        "config", "config: '" + key + "' is no option of a guest's configuration");
            }
            if (key.equals("description")) {
                throw ProxmoxException.invalid(
                        "config",
                        "config: the option 'description' is a parameter of its own, since it tells who made the guest;"
                                + " expected is description: '...'");
            }
            if (value == null) {
                throw ProxmoxException.invalid("config", "config: the option '" + key + "' has no value");
            }
            values.put(key, value instanceof Boolean flag ? (flag ? "1" : "0") : value.toString());
        });
    }
}
