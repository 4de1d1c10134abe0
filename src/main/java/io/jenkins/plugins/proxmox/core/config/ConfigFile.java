package io.jenkins.plugins.proxmox.core.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file in which a node keeps the configuration of a guest. */
final class ConfigFile {
    /** What backups add. */
    private static final Pattern NO_DESCRIPTION = Pattern.compile("#(?:qmdump|vzdump)#.*");

    private static final Pattern OPTION = Pattern.compile("([A-Za-z][\\w.-]*):\\s*(.*)");

    private ConfigFile() {}

    static GuestConfig read(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> description = new ArrayList<>();
        for (String line : text.split("\\R")) {
            if (line.startsWith("[")) {
                break;
            }
            Matcher option = OPTION.matcher(line);
            if (line.startsWith("#")) {
                if (!NO_DESCRIPTION.matcher(line).matches()) {
                    description.add(decoded(line.substring(1)));
                }
            } else if (option.matches()) {
                values.put(option.group(1), option.group(2).strip());
            }
        }
        if (!description.isEmpty()) {
            values.put("description", String.join("\n", description));
        }
        return new GuestConfig(values);
    }

    /** A plus sign is one here. Text with a stray percent sign was never encoded. */
    private static String decoded(String line) {
        try {
            return URLDecoder.decode(line.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return line;
        }
    }
}
