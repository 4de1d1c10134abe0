package io.jenkins.plugins.proxmox.core.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A value of a reply, read leniently: Proxmox sends the same field as text here and as a number there, booleans as 0 and
 * 1, and leaves out what is not set. What is missing is absent, never zero; unknown fields are simply not asked for.
 */
public final class Reply {
    private final JsonNode node;

    Reply(JsonNode node) {
        this.node = node;
    }

    /** A field of this object; absent if it is missing or null, or if this is no object. */
    public Optional<Reply> field(String name) {
        JsonNode child = node.path(name);
        return child.isMissingNode() || child.isNull() ? Optional.empty() : Optional.of(new Reply(child));
    }

    /** A field as text, whatever scalar type it came as. */
    public Optional<String> text(String name) {
        return field(name).map(r -> r.node).filter(JsonNode::isValueNode).map(JsonNode::asText);
    }

    /** A field as an integer; absent as well if it is no number. */
    public OptionalLong number(String name) {
        Optional<String> text = text(name);
        try {
            return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get().trim())) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** A field as a decimal number; absent as well if it is none. */
    public OptionalDouble decimal(String name) {
        return field(name).map(Reply::decimal).orElseGet(OptionalDouble::empty);
    }

    /** This value as a decimal number; absent if it is none. */
    public OptionalDouble decimal() {
        Optional<String> text = text();
        try {
            return text.isPresent()
                    ? OptionalDouble.of(Double.parseDouble(text.get().trim()))
                    : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** A field that is an object; an empty one if it is missing. */
    public Reply object(String name) {
        return field(name).orElseGet(Reply::empty);
    }

    /** A field as a truth value: 1, "1" and true are true, anything else and absence is false. */
    public boolean flag(String name) {
        return text(name).map(t -> t.equals("1") || t.equals("true")).orElse(false);
    }

    /** The elements of a field that is a list; empty if it is missing. */
    public List<Reply> list(String name) {
        return field(name).map(Reply::elements).orElse(List.of());
    }

    /** The elements of this list; empty if this is no list. */
    public List<Reply> elements() {
        if (!node.isArray()) {
            return List.of();
        }
        List<Reply> elements = new ArrayList<>(node.size());
        node.forEach(child -> elements.add(new Reply(child)));
        return elements;
    }

    /** The scalar fields of this object as text, in the server's order; nested values are left out. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        node.properties().forEach(e -> {
            if (e.getValue().isValueNode() && !e.getValue().isNull()) {
                texts.put(e.getKey(), e.getValue().asText());
            }
        });
        return texts;
    }

    /** The names of this object's fields with their values, in the server's order. */
    public Map<String, Reply> fields() {
        Map<String, Reply> fields = new LinkedHashMap<>();
        node.properties().forEach(e -> fields.put(e.getKey(), new Reply(e.getValue())));
        return fields;
    }

    /** This value as text; absent if it is null, an object or a list. */
    public Optional<String> text() {
        return node.isValueNode() && !node.isNull() ? Optional.of(node.asText()) : Optional.empty();
    }

    /**
     * This value in plain Java: texts, numbers, truth values, lists and maps of them in the server's order, or null; nothing
     * of it is shared or immutable.
     */
    public Object plain() {
        if (node.isArray()) {
            List<Object> list = new ArrayList<>(node.size());
            elements().forEach(element -> list.add(element.plain()));
            return list;
        }
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            fields().forEach((name, value) -> map.put(name, value.plain()));
            return map;
        }
        if (node.isNumber()) {
            return node.numberValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return text().orElse(null);
    }

    /** Whether the reply carried nothing. */
    public boolean isEmpty() {
        return node.isNull() || node.isMissingNode();
    }

    /** The JSON of this value; can hold secrets of the cluster, so it belongs into no log. */
    public String json() {
        return node.toString();
    }

    /** A reply without data. */
    static Reply empty() {
        return new Reply(MissingNode.getInstance());
    }

    @Override
    public String toString() {
        return "Reply of type " + node.getNodeType();
    }
}
