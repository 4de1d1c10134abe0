package io.jenkins.plugins.proxmox.run;

import hudson.model.Action;

/** Leads from a build that failed to the guest that was kept for whoever looks into it. */
public final class KeptGuestAction implements Action {
    private final String guest;
    private final String url;

    KeptGuestAction(String guest, String url) {
        this.guest = guest;
        this.url = url;
    }

    @Override
    public String getIconFileName() {
        return "symbol-computer";
    }

    @Override
    public String getDisplayName() {
        return guest;
    }

    /** Of Proxmox VE, and so a whole one. */
    @Override
    public String getUrlName() {
        return url;
    }
}
