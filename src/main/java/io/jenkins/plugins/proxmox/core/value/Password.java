package io.jenkins.plugins.proxmox.core.value;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;

/** The password that root of a new container gets; shows itself to nobody who does not ask for it. */
public final class Password {
    private static final int SHORTEST = 5;

    private final String text;

    /**
     * A password.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if it has fewer than 5 characters; the message does not
     *     tell it
     */
    public Password(String text) {
        if (text.length() < SHORTEST) {
            throw ProxmoxException.invalid(
                    "password", "The password has " + text.length() + " characters; expected are at least " + SHORTEST);
        }
        this.text = text;
    }

    /** The password itself, for the call that sets it and nothing else. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "********";
    }
}
