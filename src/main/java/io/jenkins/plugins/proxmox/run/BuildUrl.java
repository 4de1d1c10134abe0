package io.jenkins.plugins.proxmox.run;

import hudson.model.Run;
import jenkins.model.Jenkins;

/** Where people find a build. */
final class BuildUrl {
    private BuildUrl() {}

    /** Its whole URL, or the end of it as long as nobody has told this Jenkins its own. */
    static String of(Run<?, ?> build) {
        String root = Jenkins.get().getRootUrl();
        return (root == null ? "" : root) + build.getUrl();
    }
}
