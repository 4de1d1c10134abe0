package io.jenkins.plugins.proxmox.embedded.schema;

/** A text is no property string at all. */
public final class PropertyStringException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PropertyStringException(String message) {
        super(message);
    }
}
