package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be said of a guest that is to be made and gets a configuration of its own.
 *
 * @param <R> the request itself, which each setter gives
 */
public abstract sealed class NewGuestRequest<R extends NewGuestRequest<R>> extends MakingRequest<R>
        permits CloneRequest, CreateRequest {
    private static final int LONGEST_DESCRIPTION = 8192;

    private final GuestOptions options = new GuestOptions();
    private Optional<String> description = Optional.empty();

    NewGuestRequest() {
        // Others can't make new ways to make guests.
    }

    /** Its notes, at most 8192 characters; a clone has its source's if nothing is said. */
    public R description(String text) {
        description = Request.given(text);
        if (description.filter(it -> it.length() > LONGEST_DESCRIPTION).isPresent()) {
            throw ProxmoxException.invalid(
                    "description",
                    "The description has " + text.length() + " characters; at most " + LONGEST_DESCRIPTION
                            + " are possible");
        }
        return self();
    }

    /** Its tags; a clone has its source's if nothing is said. */
    public R tags(Collection<String> some) {
        options.tags(some);
        return self();
    }

    /** CPU cores, at least 1. */
    public R cores(Integer number) {
        options.atLeast("cores", number, 1);
        return self();
    }

    /** Memory in MiB, at least 16. */
    public R memory(Integer mebibytes) {
        options.atLeast("memory", mebibytes, 16);
        return self();
    }

    /** Any other options of the configuration, as Proxmox spells them. Passwords among them are in no checkpoint. */
    public abstract R config(Map<String, ?> more);

    @Override
    R read(Request request) {
        options.read(request);
        return super.read(request).description(request.text("description"));
    }

    @Override
    void write(Request request) {
        super.write(request);
        request.with("description", description);
        options.write(request);
    }

    /** The options to be filled. */
    GuestOptions configuration() {
        return options;
    }

    Optional<String> description() {
        return description;
    }

    Map<String, String> options() {
        return options.values();
    }

    /** Secret options whose values are in no checkpoint and were not given again after a restart. */
    List<String> missingSecrets() {
        return options.missing();
    }
}
