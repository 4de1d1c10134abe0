package io.jenkins.plugins.proxmox.embedded.fault;

import java.util.regex.Pattern;

/** Matches paths: a star stands for one part of a path, two stars for any number of parts. */
public final class Glob {
    private final Pattern pattern;

    public Glob(String text) {
        StringBuilder regex = new StringBuilder();
        for (String part : text.split("(?<=\\*)(?!\\*)|(?<!\\*)(?=\\*)")) {
            regex.append(
                    switch (part) {
                        case "*" -> "[^/]*";
                        case "**" -> ".*";
                        default -> Pattern.quote(part);
                    });
        }
        pattern = Pattern.compile(regex.toString());
    }

    public boolean matches(String path) {
        return pattern.matcher(path).matches();
    }
}
