package io.jenkins.plugins.proxmox.embedded.schema;

import java.util.List;
import java.util.Optional;

/**
 * What one parameter accepts.
 *
 * @param lastIndex highest number of a numbered parameter such as {@code net0}; -1 if it is not numbered
 * @param list whether the text is a list, so that a value that came as an array is joined
 * @param requires another parameter that must be there when this one is
 * @param defaultKey whether, inside a property string, the value may stand without its key
 * @param alias for keys of property strings that are another name of a key
 */
public record ParameterSchema(
        String name,
        int lastIndex,
        boolean optional,
        ValueType type,
        List<Rule> rules,
        boolean list,
        Optional<String> requires,
        boolean defaultKey,
        Optional<Alias> alias) {

    /** Another name of {@code target}; in {@code virtio=MAC} the name itself is the value of {@code nameBecomes}. */
    public record Alias(String target, Optional<String> nameBecomes) {}

    boolean numbered() {
        return lastIndex >= 0;
    }

    /** What is wrong with one value of this parameter, if anything: as Proxmox, the first problem only. */
    Optional<String> problem(String path, String value) {
        Optional<String> mismatch = type.problem(value);
        if (mismatch.isPresent()) {
            return mismatch;
        }
        return rules.stream()
                .flatMap(rule -> rule.problem(path, value).stream())
                .findFirst();
    }
}
