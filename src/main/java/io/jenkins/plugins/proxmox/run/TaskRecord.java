package io.jenkins.plugins.proxmox.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.jenkins.plugins.proxmox.core.task.Upid;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A task that an operation has waited for.
 *
 * @param type as in {@code qmclone}
 * @param begun when Jenkins began to wait for it, in milliseconds since 1970
 * @param ended when Jenkins knew of its end; null as long as it runs
 * @param exit {@code OK}, or what went wrong; null as long as it runs
 */
@ExportedBean(defaultVisibility = 999)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TaskRecord(
        @Exported String upid,
        @Exported String type,
        @Exported String node,
        @Exported long begun,
        @Exported Long ended,
        @Exported String exit) {
    static TaskRecord begin(Upid upid, long now) {
        return new TaskRecord(upid.toString(), upid.type(), upid.node(), now, null, null);
    }

    TaskRecord end(String exitText, long now) {
        return new TaskRecord(upid, type, node, begun, now, RecordText.of(exitText));
    }
}
