package io.jenkins.plugins.proxmox.embedded.http;

/** What is behind the HTTP layer. */
@FunctionalInterface
public interface WireHandler {
    WireReply handle(WireRequest request) throws ConnectionDropped;
}
