package io.jenkins.plugins.proxmox.connection;

import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the fields of clouds and their parts have in common; only administrators are told anything. */
public final class AdminFields {
    private AdminFields() {}

    /** The words of a text, separated by commas, semicolons or blanks; none if it is null. */
    public static Stream<String> words(String text) {
        return text == null
                ? Stream.empty()
                : Arrays.stream(text.split("[\\s,;]+")).filter(word -> !word.isEmpty());
    }

    /** The same for words that may have commas in them. */
    public static List<String> blankSeparated(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.trim().split("\\s+"))
                        .filter(word -> !word.isEmpty())
                        .toList();
    }

    /**
     * @param number may be null, which says nothing
     * @throws ProxmoxException if it is less than that
     */
    public static void atLeast(String field, Integer number, int least) {
        if (number != null && number < least) {
            throw ProxmoxException.invalid(
                    field, field + ": " + number + " is not possible; expected is " + least + " or more, or nothing");
        }
    }

    /**
     * @throws ProxmoxException if the number is less or more than that
     */
    public static void between(String field, int number, int least, int most) {
        if (number < least || number > most) {
            throw ProxmoxException.invalid(
                    field, field + ": " + number + " is not possible; expected is " + least + " to " + most);
        }
    }

    /** What there is to choose from; nothing if that can't be told, of which the field's check says why. */
    public static ComboBoxModel choices(String connection, Function<FormChoices, List<String>> choice) {
        return FormFields.choices(null, connection, choice);
    }

    /** What a form shows of a check; nothing to those who may not configure. */
    public static FormValidation answer(Runnable check) {
        return check("given", value -> check.run());
    }

    /** Checks a value as the cloud will; nothing is wrong with a blank one. */
    public static FormValidation check(String value, Consumer<String> validation) {
        return FormFields.check(null, value, validation);
    }

    /** The same for a whole number. */
    public static FormValidation checkNumber(String value, Consumer<Integer> validation) {
        return check(value, text -> {
            try {
                validation.accept(Integer.valueOf(text));
            } catch (NumberFormatException e) {
                throw ProxmoxException.invalid("value", "'" + text + "' is no whole number, or far too large");
            }
        });
    }

    /** Checks names, and tells if the cluster has nothing that is called so. */
    public static FormValidation checkNames(
            String connection,
            String value,
            String noun,
            Consumer<String> validation,
            Function<FormChoices, List<String>> choice) {
        return checkChoice(connection, value, validation, all -> {
            List<String> there = choice.apply(all);
            List<String> missing =
                    words(value).filter(name -> !there.contains(name)).toList();
            return missing.isEmpty()
                    ? ""
                    : "The cluster has no " + noun + " " + String.join(", ", missing)
                            + ", or the credentials do not show it; there is "
                            + (there.isEmpty() ? "none" : String.join(", ", there));
        });
    }

    /**
     * Checks a value, and whether the cluster has what it names.
     *
     * @param doubt what is to be told of a value that is right as such; nothing if empty
     */
    public static FormValidation checkChoice(
            String connection, String value, Consumer<String> validation, Function<FormChoices, String> doubt) {
        FormValidation checked = check(value, validation);
        if (checked.kind != FormValidation.Kind.OK || value.isBlank() || !FormFields.mayConfigure(null)) {
            return checked;
        }
        try {
            String text = doubt.apply(FormChoices.of(null, connection));
            return text.isEmpty() ? checked : FormValidation.warning(text);
        } catch (ProxmoxException e) {
            return FormValidation.warning("Whether there is such a thing can't be told: " + e.getMessage());
        }
    }
}
