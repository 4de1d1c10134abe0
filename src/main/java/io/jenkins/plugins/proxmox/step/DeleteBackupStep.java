package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.proxmox.core.operation.DeleteBackups;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.Values;
import java.util.Objects;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code proxmoxDeleteBackup}: deletes backups and gives nothing. */
public final class DeleteBackupStep extends ProxmoxStep<Void> {
    private static final long serialVersionUID = 1L;

    private final String backup;

    @DataBoundConstructor
    public DeleteBackupStep(Object backup) {
        this.backup = Values.backups(backup);
    }

    @Override
    Operation<Void> operation() {
        return new DeleteBackups(Values.split(backup));
    }

    @Override
    Object toValue(Void result) {
        return null;
    }

    public Object getBackup() {
        return backup;
    }

    @Extension
    @Symbol("proxmoxDeleteBackup")
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        @Override
        public String getFunctionName() {
            return "proxmoxDeleteBackup";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: delete backups";
        }

        @Override
        void checkBackup(String value) {
            Objects.requireNonNull(new DeleteBackups(Values.split(value)));
        }
    }
}
