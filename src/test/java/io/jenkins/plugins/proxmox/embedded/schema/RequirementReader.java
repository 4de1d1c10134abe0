package io.jenkins.plugins.proxmox.embedded.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the "allow" lines of the tables, such as {@code VM.Clone on /vms/{vmid} and (self or Sys.Audit on /)}. */
final class RequirementReader {
    private final Deque<String> words = new ArrayDeque<>();

    private RequirementReader(String text) {
        words.addAll(List.of(text.replace("(", "( ").replace(")", " )").trim().split("\\s+")));
    }

    static Requirement read(String text) {
        RequirementReader reader = new RequirementReader(text);
        Requirement requirement = reader.alternatives();
        if (!reader.words.isEmpty()) {
            throw new IllegalArgumentException("unexpected " + reader.words + " in: " + text);
        }
        return requirement;
    }

    private Requirement alternatives() {
        return joined("or", () -> joined("and", this::single, Requirement.And::new), Requirement.Or::new);
    }

    private Requirement joined(String word, Part part, Function<List<Requirement>, Requirement> join) {
        List<Requirement> parts = new ArrayList<>(List.of(part.read()));
        while (word.equals(words.peek())) {
            words.remove();
            parts.add(part.read());
        }
        return parts.size() == 1 ? parts.get(0) : join.apply(parts);
    }

    private Requirement single() {
        String word = words.remove();
        switch (word) {
            case "(":
                Requirement inner = alternatives();
                expect(")");
                return inner;
            case "world":
                return new Requirement.World();
            case "all":
                return new Requirement.Anyone();
            case "self":
                return new Requirement.Self();
            default:
                return privileges(word);
        }
    }

    private Requirement privileges(String names) {
        expect("on");
        String path = words.remove();
        Optional<String> onlyWith = Optional.empty();
        if ("if".equals(words.peek())) {
            words.remove();
            onlyWith = Optional.of(words.remove());
        }
        return new Requirement.Privileges(List.of(names.split("[|,]")), names.contains("|"), path, onlyWith);
    }

    private void expect(String word) {
        String found = words.remove();
        if (!found.equals(word)) {
            throw new IllegalArgumentException("expected " + word + ", not " + found);
        }
    }

    private interface Part {
        Requirement read();
    }
}
