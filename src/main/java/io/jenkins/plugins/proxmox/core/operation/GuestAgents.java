package io.jenkins.plugins.proxmox.core.operation;

/**
 * What all operations of one connection have in common when they ask guest agents.
 *
 * @param turns when it is whose turn
 * @param boots when they are worth asking
 */
record GuestAgents(AgentTurns turns, Boots boots) {
    /** So many nodes hold a question at once; questions on others wait. */
    private static final int AT_ONCE = 4;

    static GuestAgents create() {
        return new GuestAgents(new AgentTurns(new Errands(AT_ONCE, "Proxmox guest agents")::execute), new Boots());
    }
}
