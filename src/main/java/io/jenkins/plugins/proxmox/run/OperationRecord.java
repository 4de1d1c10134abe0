package io.jenkins.plugins.proxmox.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import hudson.Util;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What a build keeps of an operation.
 *
 * @param id names it
 * @param kind as in {@code clone}
 * @param connection by its name
 * @param url of the connection at that time
 * @param begun in milliseconds since 1970
 * @param ended in milliseconds since 1970; null as long as it is under way
 * @param result how it stands or has ended
 * @param message why it failed; null if it did not
 * @param guests that it was about, as far as that was known
 * @param tasks that it has waited for, in their order
 */
@ExportedBean(defaultVisibility = 999)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OperationRecord(
        @Exported String id,
        @Exported String kind,
        @Exported String connection,
        @Exported String url,
        @Exported long begun,
        @Exported Long ended,
        @Exported Result result,
        @Exported String message,
        @Exported List<GuestRecord> guests,
        @Exported List<TaskRecord> tasks) {
    /** No build has use for more of either, and each line has to be written with every change. */
    private static final int MOST = 50;

    /** How an operation stands. */
    public enum Result {
        /** It is under way. */
        RUNNING,
        /** It has done what it should. */
        SUCCESS,
        /** It has not. */
        FAILURE,
        /** Somebody has ended it. */
        ABORTED,
        /** The build has ended without it. */
        UNKNOWN
    }

    /** Keeps copies; what a file leaves out is empty. */
    public OperationRecord {
        guests = guests == null ? List.of() : List.copyOf(guests);
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
    }

    static OperationRecord begin(String id, String kind, String connection, String url, long now) {
        return new OperationRecord(id, kind, connection, url, now, null, Result.RUNNING, null, List.of(), List.of());
    }

    /** How long it has taken, or takes by now, for people. */
    public String duration() {
        long until = ended == null ? System.currentTimeMillis() : ended;
        return Util.getTimeSpanString(Math.max(0, until - begun));
    }

    /** How it looks once nobody works on it any more. */
    OperationRecord abandoned() {
        return result == Result.RUNNING
                ? new OperationRecord(id, kind, connection, url, begun, null, Result.UNKNOWN, message, guests, tasks)
                : this;
    }

    /** The same operation, taken up again after a restart. */
    OperationRecord resumed() {
        return new OperationRecord(id, kind, connection, url, begun, null, Result.RUNNING, null, guests, tasks);
    }

    OperationRecord end(Result how, String why, long now) {
        return new OperationRecord(
                id, kind, connection, url, begun, now, how, why == null ? null : RecordText.of(why), guests, tasks);
    }

    /** With the guests as they are known now; one that is not spoken of any more was involved all the same. */
    OperationRecord involving(List<GuestRecord> some) {
        Map<Integer, GuestRecord> all = new LinkedHashMap<>();
        guests.forEach(guest -> all.put(guest.vmid(), guest));
        some.forEach(guest -> all.put(guest.vmid(), guest));
        return with(last(List.copyOf(all.values())), tasks);
    }

    /** With a task, which takes the place of what was known of it. */
    OperationRecord with(TaskRecord task) {
        List<TaskRecord> all = new ArrayList<>(tasks);
        int place = places().indexOf(task.upid());
        if (place < 0) {
            all.add(task);
        } else {
            all.set(place, task);
        }
        return with(guests, last(all));
    }

    /** With the end of a task that has begun. */
    OperationRecord ending(String upid, String exit, long now) {
        int place = places().indexOf(upid);
        return place < 0 ? this : with(tasks.get(place).end(exit, now));
    }

    boolean knows(String upid) {
        return places().contains(upid);
    }

    private List<String> places() {
        return tasks.stream().map(TaskRecord::upid).toList();
    }

    private OperationRecord with(List<GuestRecord> newGuests, List<TaskRecord> newTasks) {
        return new OperationRecord(id, kind, connection, url, begun, ended, result, message, newGuests, newTasks);
    }

    private static <T> List<T> last(List<T> all) {
        return all.subList(Math.max(0, all.size() - MOST), all.size());
    }
}
