package io.jenkins.plugins.proxmox.run;

import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;

/** What can be said of builds of which only the id is known. */
public final class BuildState {
    private BuildState() {}

    /**
     * What the id of a build is now that a job was moved; the same if it is of another job.
     *
     * @param build its externalizable id before
     * @param before the full name of the job then
     * @param after its full name now
     */
    public static String moved(String build, String before, String after) {
        return build.startsWith(before + "#") ? after + build.substring(before.length()) : build;
    }

    /**
     * Whether a build goes on, or will as soon as it has been loaded.
     *
     * @param build its externalizable id
     */
    public static boolean goesOn(String build) {
        // Whoever loads the jobs may not see all of them.
        ACLContext system = ACL.as2(ACL.SYSTEM2);
        try {
            Run<?, ?> run = Run.fromExternalizableId(build);
            return run != null && run.isInProgress();
        } catch (IllegalArgumentException e) {
            return false;
        } finally {
            system.close();
        }
    }
}
