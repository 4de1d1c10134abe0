package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.value.PropertyString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Options of a VM that a clone of another size can't keep, since Proxmox VE would refuse them, or QEMU would not start. */
final class Fitting {
    private static final String BALLOON = "balloon";
    private static final String PLUGGED = "vcpus";

    private final GuestConfig source;
    private final Map<String, String> asked;

    private Fitting(GuestConfig source, Map<String, String> asked) {
        this.source = source;
        this.asked = asked;
    }

    /** What has to be set besides what was asked for, as in {@code balloon=2048}. */
    static List<String> of(GuestConfig source, Map<String, String> asked) {
        Fitting fitting = new Fitting(source, asked);
        List<String> options = new ArrayList<>();
        fitting.balloon().ifPresent(value -> options.add(BALLOON + "=" + value));
        fitting.plugged().ifPresent(value -> options.add(PLUGGED + "=" + value));
        return options;
    }

    /** The same by their keys. */
    static Map<String, String> read(List<String> options) {
        Map<String, String> read = new LinkedHashMap<>();
        options.forEach(option -> read.put(option.replaceFirst("=.*", ""), option.replaceFirst(".*?=", "")));
        return read;
    }

    /** What a VM may shrink to while it runs is no more than all its memory. */
    private Optional<String> balloon() {
        OptionalLong memory = Optional.ofNullable(asked.get("memory"))
                .flatMap(text -> PropertyString.parse(text).valueOrBare("current"))
                .map(Fitting::number)
                .orElse(OptionalLong.empty());
        OptionalLong balloon = source.value(BALLOON).map(Fitting::number).orElse(OptionalLong.empty());
        return memory.isPresent()
                        && balloon.isPresent()
                        && balloon.getAsLong() > memory.getAsLong()
                        && !asked.containsKey(BALLOON)
                ? Optional.of(Long.toString(memory.getAsLong()))
                : Optional.empty();
    }

    /** How many processors are plugged in at the start: whoever asks for some wants all of them. */
    private Optional<String> plugged() {
        boolean sized = asked.containsKey("cores") || asked.containsKey("sockets");
        return sized && source.value(PLUGGED).isPresent() && !asked.containsKey(PLUGGED)
                ? Optional.of(Long.toString(count("cores") * count("sockets")))
                : Optional.empty();
    }

    private long count(String key) {
        return Optional.ofNullable(asked.get(key))
                .or(() -> source.value(key))
                .map(Fitting::number)
                .orElse(OptionalLong.empty())
                .orElse(1);
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,9}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
