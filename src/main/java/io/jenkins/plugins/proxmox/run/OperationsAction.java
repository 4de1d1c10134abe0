package io.jenkins.plugins.proxmox.run;

import hudson.Extension;
import hudson.model.Api;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import java.io.IOException;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What a build has done with guests, for people and for the remote API. It is kept in a file of its own, since it changes far
 * more often than the build's other data, and nobody should have to write all of that each time.
 */
@ExportedBean
public final class OperationsAction implements RunAction2 {
    private transient Run<?, ?> build;
    private transient BuildRecord record;

    /** The action of a build, which gets one if it has none. */
    static OperationsAction of(Run<?, ?> build) throws IOException {
        synchronized (build) {
            OperationsAction known = build.getAction(OperationsAction.class);
            if (known != null) {
                return known;
            }
            OperationsAction action = new OperationsAction();
            build.addAction(action);
            build.save();
            return action;
        }
    }

    @Override
    public void onAttached(Run<?, ?> attachedTo) {
        build = attachedTo;
        record = new BuildRecord(attachedTo);
    }

    @Override
    public void onLoad(Run<?, ?> loaded) {
        onAttached(loaded);
    }

    BuildRecord record() {
        return record;
    }

    @Override
    public String getIconFileName() {
        return "symbol-guests plugin-proxmox-guests";
    }

    @Override
    public String getDisplayName() {
        return "Proxmox guests";
    }

    @Override
    public String getUrlName() {
        return "proxmox";
    }

    public Run<?, ?> getRun() {
        return build;
    }

    public Api getApi() {
        return new Api(this);
    }

    /** In the order in which they have begun. */
    @Exported(visibility = 2)
    public List<OperationRecord> getOperations() {
        List<OperationRecord> all = record.all();
        return build.isBuilding()
                ? all
                : all.stream().map(OperationRecord::abandoned).toList();
    }

    /** Each guest once, as it was known last. */
    public Collection<GuestRecord> getGuests() {
        Map<String, GuestRecord> guests = new LinkedHashMap<>();
        record.all()
                .forEach(operation -> operation
                        .guests()
                        .forEach(guest -> guests.put(operation.connection() + "/" + guest.vmid(), guest)));
        return guests.values();
    }

    /** How many have not done what they should. */
    public long getFailures() {
        return getOperations().stream()
                .filter(operation -> operation.result() != OperationRecord.Result.RUNNING
                        && operation.result() != OperationRecord.Result.SUCCESS)
                .count();
    }

    /** For the page, which formats times as dates. */
    public Date date(long time) {
        return new Date(time);
    }

    /** Keeps no more than it has to of builds that have ended. */
    @Extension
    public static final class Compaction extends RunListener<Run<?, ?>> {
        @Override
        public void onCompleted(Run<?, ?> build, TaskListener listener) {
            OperationsAction action = build.getAction(OperationsAction.class);
            if (action != null) {
                action.record().compact();
            }
        }
    }
}
