package io.jenkins.plugins.proxmox.step;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.function.Consumer;

/** What forms outside of this package have in common with those of the steps. */
public final class Forms {
    private Forms() {}

    /**
     * Checks a value as whoever uses it will; tells nothing to somebody who may not configure.
     *
     * @param validation throws a {@link ProxmoxException} if the value can't be right
     */
    public static FormValidation check(Item item, String value, Consumer<String> validation) {
        return ProxmoxStepDescriptor.check(item, value, validation);
    }

    /** The connections to choose from, as far as who asks may know them. */
    public static ListBoxModel connections(Item item, String chosen) {
        return ProxmoxStepDescriptor.connections(item, chosen);
    }
}
