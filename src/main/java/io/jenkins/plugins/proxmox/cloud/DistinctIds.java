package io.jenkins.plugins.proxmox.cloud;

import hudson.Extension;
import hudson.XmlFile;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import jenkins.model.Jenkins;

/**
 * Gives clouds ids of their own: a copy of a cloud begins with that of the original, and a new cloud can be called as
 * another one was when that got its id.
 */
@Extension
public final class DistinctIds extends SaveableListener {
    @Override
    public void onChange(Saveable changed, XmlFile file) {
        if (changed instanceof Jenkins jenkins && makeDistinct(jenkins)) {
            try {
                jenkins.save();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static boolean makeDistinct(Jenkins jenkins) {
        Set<String> ids = new HashSet<>();
        boolean changes = false;
        for (CloudSettings cloud : CloudSettings.all(jenkins).toList()) {
            if (!ids.add(cloud.getId())) {
                cloud.setId(UUID.randomUUID().toString());
                ids.add(cloud.getId());
                changes = true;
            }
        }
        return changes;
    }
}
