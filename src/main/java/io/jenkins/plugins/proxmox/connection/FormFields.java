package io.jenkins.plugins.proxmox.connection;

import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import jenkins.model.Jenkins;

/**
 * What fields have in common that name parts of a cluster. For somebody who may not configure nothing is asked or told; a form
 * without an item is an administrator's.
 */
public final class FormFields {
    private FormFields() {}

    /** Whether who asks may see what a form of this item offers. */
    public static boolean mayConfigure(Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(Item.CONFIGURE);
    }

    /** What there is to choose from; nothing if that can't be told, of which {@link #reach} says why. */
    public static ComboBoxModel choices(Item item, String connection, Function<FormChoices, List<String>> choice) {
        if (!mayConfigure(item)) {
            return new ComboBoxModel();
        }
        try {
            return new ComboBoxModel(choice.apply(FormChoices.of(item, connection)));
        } catch (ProxmoxException e) {
            return new ComboBoxModel();
        }
    }

    /** Tells if there is nothing to choose from because the cluster does not answer. */
    public static FormValidation reach(Item item, String connection) {
        if (!mayConfigure(item)) {
            return FormValidation.ok();
        }
        try {
            FormChoices.of(item, connection).reach();
            return FormValidation.ok();
        } catch (ProxmoxException e) {
            return FormValidation.warning("There is nothing to choose from: " + e.getMessage());
        }
    }

    /**
     * Checks a value as whoever uses it will; nothing is wrong with a blank one.
     *
     * @param validation throws a {@link ProxmoxException} if the value can't be right
     */
    public static FormValidation check(Item item, String value, Consumer<String> validation) {
        if (!mayConfigure(item) || value == null || value.isBlank()) {
            return FormValidation.ok();
        }
        try {
            validation.accept(value.trim());
            return FormValidation.ok();
        } catch (ProxmoxException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
