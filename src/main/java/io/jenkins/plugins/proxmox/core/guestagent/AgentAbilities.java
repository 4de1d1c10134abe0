package io.jenkins.plugins.proxmox.core.guestagent;

/**
 * What a release of Proxmox VE can do between us and a guest agent.
 *
 * @param commandLists whether it takes the words of a command one by one; if not, as one text with NUL between them
 * @param partsOfFiles whether it reads a file from some point on; if not, the first 16 MiB are all there is
 */
public record AgentAbilities(boolean commandLists, boolean partsOfFiles) {}
