package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was asked for, as a checkpoint keeps it: texts, numbers, truth values, lists and maps of them. */
final class Request {
    private final Map<String, Object> values;
    private final Map<String, String> secrets;

    private Request(Map<String, Object> values, Map<String, String> secrets) {
        this.values = values;
        this.secrets = secrets;
    }

    /** A text that says something, without blanks around it. */
    static Optional<String> given(String text) {
        return Optional.ofNullable(text).map(String::trim).filter(t -> !t.isEmpty());
    }

    /** An empty one to be filled. */
    static Request write() {
        return new Request(new LinkedHashMap<>(), Map.of());
    }

    /** One that a checkpoint kept, and what it must not keep. */
    static Request read(Map<String, Object> values, Map<String, String> secrets) {
        return new Request(values, secrets);
    }

    /** Adds a value; what is not there is left out, what has a text of its own is kept as that. */
    Request with(String name, Object value) {
        Object plain = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (plain != null) {
            boolean asItIs = plain instanceof Boolean
                    || plain instanceof Number
                    || plain instanceof List<?>
                    || plain instanceof Map<?, ?>;
            values.put(name, asItIs ? plain : plain.toString());
        }
        return this;
    }

    Map<String, Object> map() {
        return values;
    }

    /** What no checkpoint keeps, if it was given again. */
    Optional<String> secret(String name) {
        return Optional.ofNullable(secrets.get(name));
    }

    /** All that no checkpoint keeps and that was given again. */
    Map<String, String> secrets() {
        return secrets;
    }

    /** A text, or null. */
    String text(String name) {
        Object value = values.get(name);
        return value == null ? null : value.toString();
    }

    /** A whole number, or null. */
    Integer number(String name) {
        return values.get(name) instanceof Number number ? Integer.valueOf(number.intValue()) : null;
    }

    /** A truth value, if there is one. */
    Optional<Boolean> truth(String name) {
        return values.get(name) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    /** Which guest it must be, if that was said. */
    Optional<Mark> mark() {
        return Optional.ofNullable(text("mark"))
                .map(text -> Mark.in(text).stream()
                        .findFirst()
                        .orElseThrow(() -> ProxmoxException.invalid("mark", "The mark '" + text + "' can't be read")));
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (values.get(name) instanceof List<?> list) {
            list.forEach(element -> texts.add(String.valueOf(element)));
        }
        return texts;
    }

    Map<String, String> options(String name) {
        Map<String, String> options = new LinkedHashMap<>();
        if (values.get(name) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> options.put(String.valueOf(key), String.valueOf(value)));
        }
        return options;
    }
}
