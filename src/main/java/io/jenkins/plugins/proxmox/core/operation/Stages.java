package io.jenkins.plugins.proxmox.core.operation;

import java.util.LinkedHashMap;
import java.util.Map;

/** The stages of an operation by their names. A checkpoint outlives the plugin's version, so names stay what they are. */
public final class Stages<R> {
    private final Map<String, Stage<R>> stages;

    private Stages(Map<String, Stage<R>> stages) {
        this.stages = stages;
    }

    /** The stages of an operation that begins so. */
    public static <R> Stages<R> beginningWith(String name, Look<R> look) {
        return new Stages<R>(Map.of()).with(name, look);
    }

    /** These and one more that looks. */
    public Stages<R> look(String name, Look<R> look) {
        return with(name, look);
    }

    /** These and one more that changes something. */
    public Stages<R> change(String name, Change<R> change) {
        return with(name, change);
    }

    private Stages<R> with(String name, Stage<R> stage) {
        Map<String, Stage<R>> more = new LinkedHashMap<>(stages);
        if (more.put(name, stage) != null) {
            throw new IllegalArgumentException("There are two stages '" + name + "'");
        }
        return new Stages<>(more);
    }

    String first() {
        return stages.keySet().iterator().next();
    }

    Stage<R> get(String name) {
        Stage<R> stage = stages.get(name);
        if (stage == null) {
            throw new IllegalArgumentException("There is no stage '" + name + "'");
        }
        return stage;
    }
}
