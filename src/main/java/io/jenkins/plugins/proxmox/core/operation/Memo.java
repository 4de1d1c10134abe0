package io.jenkins.plugins.proxmox.core.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an operation has found out and decided so far. It is part of every checkpoint, so whatever a later stage needs is
 * kept here and nowhere else.
 */
public final class Memo {
    private final ObjectNode values;

    Memo() {
        this(JsonNodeFactory.instance.objectNode());
    }

    Memo(ObjectNode values) {
        this.values = values;
    }

    ObjectNode json() {
        return values;
    }

    /** Keeps a text. */
    public void put(String key, String value) {
        values.put(key, value);
    }

    /** Keeps a number. */
    public void put(String key, long value) {
        values.put(key, value);
    }

    /** Keeps a truth value. */
    public void put(String key, boolean value) {
        values.put(key, value);
    }

    /** Keeps texts in their order. */
    public void put(String key, Collection<String> texts) {
        var array = values.putArray(key);
        texts.forEach(array::add);
    }

    /** Forgets. */
    public void remove(String key) {
        values.remove(key);
    }

    /** Whether something is kept under this key. */
    public boolean has(String key) {
        return values.hasNonNull(key);
    }

    /** A text, if it is kept. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key))
                .filter(node -> !node.isNull())
                .map(JsonNode::asText);
    }

    /** A number, if it is kept. */
    public OptionalLong number(String key) {
        return has(key) ? OptionalLong.of(values.get(key).asLong()) : OptionalLong.empty();
    }

    /** A truth value; false if none is kept. */
    public boolean flag(String key) {
        return values.path(key).asBoolean(false);
    }

    /** Texts in their order; none if none are kept. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        values.path(key).forEach(node -> texts.add(node.asText()));
        return texts;
    }

    /** Keeps which guest it is about. */
    void put(String key, Subject guest) {
        values.putObject(key)
                .put("type", guest.type().path())
                .put("vmid", guest.vmid().number())
                .put("node", guest.node())
                .put("name", guest.name());
    }

    /** Which guest it is about; kept by an earlier stage. */
    Subject guest(String key) {
        return guest(values.path(key));
    }

    /** All guests it is about by now. */
    List<Subject> guests() {
        List<Subject> guests = new ArrayList<>();
        values.forEach(node -> {
            if (node.hasNonNull("vmid") && node.hasNonNull("type")) {
                guests.add(guest(node));
            }
        });
        return guests;
    }

    private static Subject guest(JsonNode node) {
        return new Subject(
                GuestType.ofPath(node.path("type").asText()).orElse(GuestType.VIRTUAL_MACHINE),
                new VmId(node.path("vmid").asInt()),
                node.path("node").asText(),
                node.path("name").asText());
    }

    /**
     * A guest as people know it, and where it was found.
     *
     * @param name its name, or {@code VM 101} where it has none
     */
    public record Subject(GuestType type, VmId vmid, String node, String name) {
        static Subject of(FoundGuest found) {
            Guest guest = found.guest();
            return new Subject(guest.type(), guest.vmid(), guest.node(), found.name());
        }

        Guest in(Cluster cluster) {
            return cluster.guests().of(type, vmid, node);
        }

        /** {@code debian-12 (9000)}. */
        @Override
        public String toString() {
            return name + " (" + vmid + ")";
        }
    }
}
