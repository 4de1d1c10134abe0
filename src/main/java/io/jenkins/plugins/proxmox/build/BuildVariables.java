package io.jenkins.plugins.proxmox.build;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.model.AbstractBuild;
import hudson.model.EnvironmentContributingAction;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What operations have given, for the build steps that come later. */
public final class BuildVariables extends InvisibleAction implements EnvironmentContributingAction {
    /** By what the variables are about: of two results about the same thing nothing is left of the former. */
    private final Map<String, Map<String, String>> variables = new LinkedHashMap<>();

    private BuildVariables() {}

    /** Adds variables to what later steps of the build see. */
    static void add(Run<?, ?> build, ResultVariables result) throws IOException {
        synchronized (build) {
            BuildVariables ours = build.getAction(BuildVariables.class);
            if (ours == null) {
                ours = new BuildVariables();
                build.addAction(ours);
            }
            ours.put(result);
        }
        build.save();
    }

    private synchronized void put(ResultVariables result) {
        variables.put(result.subject(), new LinkedHashMap<>(result.values()));
    }

    @Override
    public synchronized void buildEnvironment(@NonNull Run<?, ?> run, @NonNull EnvVars env) {
        variables.forEach((subject, values) -> {
            // Nor is anything left of what a build wrapper says of another guest.
            env.keySet().removeIf(name -> name.equals(subject) || name.startsWith(subject + "_"));
            // For such a build, Jenkins puts variables into the values of others; these are to stay as they are.
            values.forEach(
                    (name, value) -> env.put(name, run instanceof AbstractBuild ? value.replace("$", "$$") : value));
        });
    }
}
