package io.jenkins.plugins.proxmox.cloud.demand;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.Extension;
import hudson.XmlFile;
import hudson.init.InitMilestone;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
import jenkins.model.Jenkins;

/** Builds that could have no agent may have one as soon as an administrator has saved another secret, URL or cloud. */
@Extension
public final class SettingsChange extends SaveableListener {
    @Override
    public void onChange(Saveable changed, XmlFile file) {
        boolean matters = changed instanceof SystemCredentialsProvider
                || changed instanceof ProxmoxGuestsConfiguration
                || changed instanceof Jenkins;
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        // Until then it is not known what there is.
        if (matters && jenkins != null && jenkins.getInitLevel() == InitMilestone.COMPLETED) {
            QueueReview.soon();
        }
    }
}
