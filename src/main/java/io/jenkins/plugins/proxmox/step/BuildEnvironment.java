package io.jenkins.plugins.proxmox.step;

import java.io.IOException;
import java.util.Map;

/** Where a step gets the environment of its build, if it needs it: to look it up can take a while. */
@FunctionalInterface
interface BuildEnvironment {
    /** All variables at this place of the build, those of credentials among them. */
    Map<String, String> variables() throws IOException, InterruptedException;
}
