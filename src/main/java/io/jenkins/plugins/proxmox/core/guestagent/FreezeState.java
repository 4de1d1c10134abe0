package io.jenkins.plugins.proxmox.core.guestagent;

/** Whether the file systems of a guest stand still. */
public enum FreezeState {
    /** They can be written to, as usual. */
    THAWED,
    /** They stand still until they are thawed; whatever writes inside the guest waits. */
    FROZEN,
    /** The guest agent gave another answer. */
    UNKNOWN;

    static FreezeState of(String text) {
        return switch (text.trim()) {
            case "thawed" -> THAWED;
            case "frozen" -> FROZEN;
            default -> UNKNOWN;
        };
    }
}
