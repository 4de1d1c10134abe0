package io.jenkins.plugins.proxmox.core.value;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * An option of a guest that has parts: {@code virtio=BC:24:11:00:00:01,bridge=vmbr0} or
 * {@code local-lvm:vm-100-disk-0,size=2G}. Each part is a key with a value, and one of them may stand bare, for the key
 * that this option takes by default. Proxmox replaces such an option as a whole, so every part is kept as it came, the
 * unknown ones too. Immutable.
 */
public final class PropertyString {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");
    private static final Pattern VALUE = Pattern.compile("[^,\\s\\p{Cntrl}]+");

    /** A bare part can be a volume, and the names of ISO images have blanks at times. */
    private static final Pattern BARE = Pattern.compile("[^,=\\s\\p{Cntrl}](?:[^,=\\p{Cntrl}]*[^,=\\s\\p{Cntrl}])?");

    private final List<String> parts;

    private PropertyString(List<String> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Reads such an option as it is; unchanged, it is written back to the letter. */
    public static PropertyString parse(String text) {
        return new PropertyString(List.of(text.split(",", -1)));
    }

    /** What a text means where Proxmox expects yes or no: 1, on, yes and true, or 0, off, no and false, in any case. */
    public static Optional<Boolean> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "on", "yes", "true" -> Optional.of(true);
            case "0", "off", "no", "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** The part that stands bare, if any. */
    public Optional<String> bare() {
        return parts.stream().filter(PropertyString::isBare).findFirst();
    }

    /** The value of a key; absent as well if nothing is behind its {@code =}. */
    public Optional<String> value(String key) {
        return parts.stream()
                .filter(of(key))
                .map(part -> part.substring(key.length() + 1))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /** The value of the key that may be left out: {@code enabled=1} says the same as a bare {@code 1}. */
    public Optional<String> valueOrBare(String key) {
        return value(key).or(this::bare);
    }

    /** A key's value as yes or no, in any spelling that Proxmox takes; absent if it is neither. */
    public Optional<Boolean> flag(String key) {
        return value(key).flatMap(PropertyString::truth);
    }

    /** The keys in their order, also those behind whose {@code =} nothing is. */
    public List<String> keys() {
        return parts.stream()
                .filter(part -> part.indexOf('=') > 0)
                .map(part -> part.substring(0, part.indexOf('=')))
                .distinct()
                .toList();
    }

    /**
     * The same with this value, at the key's place if it has one, else at the end. A bare part of the key's name is its
     * place too: {@code virtio} becomes {@code virtio=BC:24:11:00:00:01}. Booleans are written as 1 and 0.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} of the key if key or value can't be written: there is no
     *     way to quote a comma or a blank
     */
    public PropertyString with(String key, Object value) {
        String text = value instanceof Boolean flag ? (flag ? "1" : "0") : value.toString();
        if (!KEY.matcher(key).matches()) {
            throw ProxmoxException.invalid(
                    key, "'" + key + "' can't be the key of an option; expected are letters, digits, - and _");
        }
        if (!VALUE.matcher(text).matches()) {
            throw ProxmoxException.invalid(
                    key,
                    "'" + text + "' can't be the value of " + key + "; expected is a text without commas and blanks");
        }
        return replaced(of(key).or(key::equals), key + "=" + text, false);
    }

    /**
     * The same with this bare part, in place of the one there was, else in front.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the text can't be written: empty, with commas,
     *     {@code =}, control characters, or blanks around it
     */
    public PropertyString withBare(String text) {
        if (!BARE.matcher(text).matches()) {
            throw ProxmoxException.invalid(
                    "value", "'" + text + "' can't be part of an option; expected is a text without commas and =");
        }
        return replaced(PropertyString::isBare, text, true);
    }

    /** The same without this key. */
    public PropertyString without(String key) {
        return new PropertyString(parts.stream().filter(of(key).negate()).toList());
    }

    /** Puts a part into the place of the first old one, or else before or behind all others. */
    private PropertyString replaced(Predicate<String> old, String part, boolean first) {
        List<String> changed = new ArrayList<>();
        boolean placed = first && parts.stream().noneMatch(old);
        if (placed) {
            changed.add(part);
        }
        for (String each : parts) {
            if (!old.test(each) && !each.isBlank()) {
                changed.add(each);
            } else if (old.test(each) && !placed) {
                changed.add(part);
                placed = true;
            }
        }
        if (!placed) {
            changed.add(part);
        }
        return new PropertyString(changed);
    }

    private static Predicate<String> of(String key) {
        return part -> part.startsWith(key + "=");
    }

    private static boolean isBare(String part) {
        return !part.isBlank() && part.indexOf('=') < 0;
    }

    /** Whether it has no parts. */
    public boolean isEmpty() {
        return parts.stream().allMatch(String::isBlank);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PropertyString string && toString().equals(string.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** As Proxmox reads it. */
    @Override
    public String toString() {
        return String.join(",", parts);
    }
}
