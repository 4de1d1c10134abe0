package io.jenkins.plugins.proxmox.run;

import hudson.console.HyperlinkNote;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.Memo;
import io.jenkins.plugins.proxmox.core.operation.OperationConsole;
import io.jenkins.plugins.proxmox.core.task.Upid;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps what an operation tells in the build's record, and links guests to the web interface of Proxmox VE. */
final class RecordingConsole implements OperationConsole {
    private final OperationConsole console;
    private final BuildRecord record;
    private final String id;
    private final String url;
    private final Set<Integer> linked = new HashSet<>();
    private volatile List<GuestRecord> guests = List.of();

    /**
     * @param id names the operation
     * @param url of the connection
     */
    RecordingConsole(OperationConsole console, BuildRecord record, String id, String url) {
        this.console = console;
        this.record = record;
        this.id = id;
        this.url = url;
    }

    @Override
    public void println(String line) {
        console.println(withLinks(line));
    }

    /** One link for each guest of an operation is enough. */
    private String withLinks(String line) {
        String text = line;
        for (GuestRecord guest : guests) {
            int place = text.indexOf(guest.toString());
            if (guest.link() != null && place >= 0 && linked.add(guest.vmid())) {
                text = text.substring(0, place)
                        + HyperlinkNote.encodeTo(guest.link(), guest.toString())
                        + text.substring(place + guest.toString().length());
            }
        }
        return text;
    }

    @Override
    public void involves(List<Memo.Subject> subjects) {
        console.involves(subjects);
        guests = subjects.stream().map(guest -> GuestRecord.of(guest, url)).toList();
        record.change(id, operation -> operation.involving(guests));
    }

    @Override
    public void taskBegins(Upid upid) {
        console.taskBegins(upid);
        record.change(
                id,
                operation -> operation.knows(upid.toString())
                        ? operation
                        : operation.with(TaskRecord.begin(upid, System.currentTimeMillis())));
    }

    @Override
    public void taskEnds(Upid upid, Optional<ProxmoxException> failure) {
        console.taskEnds(upid, failure);
        String exit = failure.map(ProxmoxException::getMessage).orElse("OK");
        record.change(id, operation -> operation.ending(upid.toString(), exit, System.currentTimeMillis()));
    }

    @Override
    public void ends(Optional<ProxmoxException> failure) {
        console.ends(failure);
        OperationRecord.Result result = failure.map(RecordingConsole::result).orElse(OperationRecord.Result.SUCCESS);
        String message = failure.map(ProxmoxException::getMessage).orElse(null);
        record.change(id, operation -> operation.end(result, message, System.currentTimeMillis()));
    }

    private static OperationRecord.Result result(ProxmoxException failure) {
        return failure.is(Problem.Cancelled.class) ? OperationRecord.Result.ABORTED : OperationRecord.Result.FAILURE;
    }
}
