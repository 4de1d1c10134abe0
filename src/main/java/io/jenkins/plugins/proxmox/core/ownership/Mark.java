package io.jenkins.plugins.proxmox.core.ownership;

import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The line in a guest's description that says who made it. Proxmox VE takes it with the call that makes the guest, so it is
 * there from the first moment on. Somebody who clones or restores the guest by hand copies the line along, hence it names
 * the VMID it is good for.
 *
 * @param controller which Jenkins, or what else made the guest; no two have the same
 * @param vmid of the guest
 * @param operation which operation made it
 * @param owner for whom, as in the URL of a build; for people
 * @param expires when it may be removed by whoever finds it; absent if its maker sees to that
 */
public record Mark(String controller, VmId vmid, String operation, String owner, Optional<Instant> expires) {
    /** What guests with a mark are tagged with, so that people and lists of guests find them. */
    public static final Tag TAG = new Tag("jenkins");

    private static final String AGENT = "agent/";
    private static final String PREFIX = "proxmox-guests:";
    private static final Pattern LINE = Pattern.compile("(?m)^" + PREFIX + "(.*)$\\R?");
    private static final Pattern FIELD = Pattern.compile("(\\w+)=(\\S*)");

    /** The marks that a description bears, in their order; lines that somebody has spoiled are none. */
    public static List<Mark> in(String description) {
        return LINE.matcher(description)
                .results()
                .map(line -> read(line.group(1)))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * The mark of a guest whose configuration this is, if it bears one that is meant for its VMID. Several that do not agree
     * on who made it are as good as none.
     */
    public static Optional<Mark> of(GuestConfig config, VmId vmid) {
        List<Mark> marks = in(config.description().orElse("")).stream()
                .filter(mark -> mark.vmid().equals(vmid))
                .toList();
        return marks.stream().findFirst().filter(first -> marks.stream().allMatch(first::isSameAs));
    }

    private static Optional<Mark> read(String text) {
        Map<String, String> fields = new HashMap<>();
        for (MatchResult field : FIELD.matcher(text).results().toList()) {
            if (fields.put(field.group(1), decoded(field.group(2))) != null) {
                return Optional.empty();
            }
        }
        Optional<String> controller = given(fields, "controller");
        Optional<VmId> vmid = given(fields, "vmid").flatMap(VmId::find);
        Optional<String> operation = given(fields, "operation");
        if (controller.isEmpty() || vmid.isEmpty() || operation.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Mark(
                controller.get(),
                vmid.get(),
                operation.get(),
                fields.getOrDefault("owner", ""),
                given(fields, "expires").flatMap(Mark::time)));
    }

    private static Optional<String> given(Map<String, String> fields, String key) {
        return Optional.ofNullable(fields.get(key)).filter(text -> !text.isEmpty());
    }

    /** What somebody has spoiled is as good as none: nothing expires by it. */
    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** This mark for the guest with another VMID. */
    public Mark on(VmId other) {
        return new Mark(controller, other, operation, owner, expires);
    }

    /** This mark with a time from which on the guest may be removed. */
    public Mark expiring(Instant time) {
        return new Mark(controller, vmid, operation, owner, Optional.of(time));
    }

    /** Whether both say that the same operation of the same controller has made the same guest. */
    public boolean isSameAs(Mark other) {
        return controller.equals(other.controller) && vmid.equals(other.vmid) && operation.equals(other.operation);
    }

    /** Whether the guest was made for a build agent, and not for a build. */
    public boolean isOfAgent() {
        return owner.startsWith(AGENT);
    }

    /** Whether a guest whose configuration this is bears this mark. */
    public boolean isOn(GuestConfig config) {
        return of(config, vmid).filter(this::isSameAs).isPresent();
    }

    /** The description with this mark and no other. */
    public String addTo(String description) {
        String text = removedFrom(description);
        return (text.isEmpty() ? "" : text + "\n\n") + this;
    }

    /**
     * A new description for a guest that keeps the marks it bears, and gets none that the text brings along: whoever may
     * write descriptions must not be able to say whose a guest is.
     *
     * @param before the guest's description as it is
     * @param text the new one
     */
    public static String keepIn(String before, String text) {
        String marks = LINE.matcher(before).results().map(MatchResult::group).collect(Collectors.joining());
        return Stream.of(removedFrom(text), marks.strip())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    /** The description without any mark. */
    public static String removedFrom(String description) {
        return LINE.matcher(description).replaceAll("").strip();
    }

    /** The line. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(PREFIX)
                .append(" controller=")
                .append(encoded(controller))
                .append(" vmid=")
                .append(vmid)
                .append(" operation=")
                .append(encoded(operation));
        if (!owner.isEmpty()) {
            line.append(" owner=").append(encoded(owner));
        }
        expires.ifPresent(time -> line.append(" expires=").append(time));
        return line.toString();
    }

    /** Readable for people as far as possible. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("%3A", ":")
                .replace("%2F", "/");
    }
}
