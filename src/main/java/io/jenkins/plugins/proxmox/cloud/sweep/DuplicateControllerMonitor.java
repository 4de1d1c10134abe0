package io.jenkins.plugins.proxmox.cloud.sweep;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.List;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** Says that another controller seems to take itself for this one, as after its home directory was copied. */
@Extension
public final class DuplicateControllerMonitor extends AdministrativeMonitor {
    @NonNull
    @Override
    public String getDisplayName() {
        return "Proxmox guests of another controller";
    }

    @Override
    public boolean isActivated() {
        return !Sweeper.get().sweeps().suspects().isEmpty();
    }

    /** The guests, by connection, as in {@code lab: 105, 106}. */
    public List<String> getGuests() {
        return Sweeper.get().sweeps().suspects().entrySet().stream()
                .map(entry -> entry.getKey() + ": "
                        + entry.getValue().stream().map(VmId::toString).collect(Collectors.joining(", ")))
                .toList();
    }

    /** They are this controller's after all, and nobody's. */
    @RequirePOST
    public HttpResponse doRemove() {
        return settled(true);
    }

    /** They are another controller's. */
    @RequirePOST
    public HttpResponse doKeep() {
        return settled(false);
    }

    private static HttpResponse settled(boolean ours) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        Sweeper.get().sweeps().settle(ours);
        return HttpRedirect.CONTEXT_ROOT;
    }
}
