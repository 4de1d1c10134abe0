package io.jenkins.plugins.proxmox.core.placement;

/**
 * How many guests there may be.
 *
 * @param cloud of the cloud, whatever their template
 * @param template of this template of the cloud
 */
public record Limits(Limit cloud, Limit template) {
    /** As many as there is room for. */
    public static final Limits NONE = new Limits(new Limit("", 0), new Limit("", 0));

    /**
     * One of them.
     *
     * @param name what people call the one that has the limit
     * @param guests how many at most; 0 or less for no limit
     */
    public record Limit(String name, int guests) {
        /** Whether there may be no more of them. */
        boolean isReached(int count) {
            return guests > 0 && count >= guests;
        }
    }
}
