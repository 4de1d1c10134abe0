package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import java.util.List;
import java.util.function.Consumer;
import jenkins.model.Jenkins;

/** Hears what agents go through. Whoever hears of it gives back at once, as it may be told under any lock. */
public interface AgentListener extends ExtensionPoint {
    /** An operation is about to make the guest of an agent. */
    default void onMaking(String operation) {
        // Most don't care.
    }

    /** A build has begun on an agent. */
    default void onTaken() {
        // Most don't care.
    }

    /** Something has changed that may let another agent be made. */
    default void onRoom() {
        // Most don't care.
    }

    static void making(String operation) {
        tell(listener -> listener.onMaking(operation));
    }

    static void taken() {
        tell(AgentListener::onTaken);
    }

    static void room() {
        tell(AgentListener::onRoom);
    }

    private static void tell(Consumer<AgentListener> news) {
        List<AgentListener> listeners =
                Jenkins.getInstanceOrNull() == null ? List.of() : ExtensionList.lookup(AgentListener.class);
        listeners.forEach(news);
    }
}
