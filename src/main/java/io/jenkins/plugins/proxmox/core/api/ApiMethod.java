package io.jenkins.plugins.proxmox.core.api;

/** The four methods that the API has. */
public enum ApiMethod {
    GET,
    POST,
    PUT,
    DELETE;

    /** Whether a request can be sent again without thinking. */
    boolean reads() {
        return this == GET;
    }

    /** Whether parameters travel in the body; GET and DELETE with a body are answered 501. */
    boolean hasBody() {
        return this == POST || this == PUT;
    }
}
