package io.jenkins.plugins.proxmox.embedded.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Forms and query strings, read with all the peculiarities of the real server. */
final class FormText {
    /** Sent along by browsers to defeat caches; never reaches a call. */
    private static final String CACHE_BUSTER = "_dc";

    private FormText() {}

    static Map<String, List<String>> parse(String text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        // Semicolons separate pairs as well, and a value ends at its first bare equals sign.
        for (String pair : text.split("[&;]")) {
            String[] parts = pair.split("=");
            if (parts.length > 0 && !parts[0].isEmpty() && !parts[0].equals(CACHE_BUSTER)) {
                values.computeIfAbsent(decode(parts[0]), key -> new ArrayList<>())
                        .add(parts.length > 1 ? decode(parts[1]) : "");
            }
        }
        return values;
    }

    /** Decodes percent signs and plus signs; what is no valid escape stays as it is. */
    static String decode(String text) {
        return decodePath(text.replace('+', ' '));
    }

    static String decodePath(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] input = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < input.length; i++) {
            int high = input[i] == '%' && i + 2 < input.length ? Character.digit(input[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(input[i + 2], 16) : -1;
            if (low >= 0) {
                bytes.write(high * 16 + low);
                i += 2;
            } else {
                bytes.write(input[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
