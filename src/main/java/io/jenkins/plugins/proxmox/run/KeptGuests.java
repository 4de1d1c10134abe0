package io.jenkins.plugins.proxmox.run;

import hudson.Extension;
import hudson.console.HyperlinkNote;
import hudson.model.Computer;
import hudson.model.PeriodicWork;
import hudson.model.Run;
import io.jenkins.plugins.proxmox.connection.ConnectionRegistry;
import io.jenkins.plugins.proxmox.connection.OpenConnection;
import io.jenkins.plugins.proxmox.core.operation.OperationConsole;
import io.jenkins.plugins.proxmox.core.operation.Remains;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Guests that stay for some time because their builds failed. That time is kept in the {@link OperationRegister}; when it is over, they
 * are handed to the queue that removes them, whatever has become of their builds.
 */
@Extension
public final class KeptGuests extends PeriodicWork {
    private static final Logger LOGGER = Logger.getLogger(KeptGuests.class.getName());

    @Override
    public long getRecurrencePeriod() {
        return MIN;
    }

    @Override
    protected void doRun() {
        handOverDue(Instant.now());
    }

    /** Hands over all whose time is over. */
    public static void handOverDue(Instant now) {
        OperationRegister register = OperationRegister.get();
        for (OperationEntry entry : register.all()) {
            if (entry.keptUntil().filter(until -> !now.isBefore(until)).isPresent()) {
                try {
                    register.checkpoint(entry.id())
                            .flatMap(json -> BuildEnd.disposal(entry, json, Outcome.FAILURE))
                            .ifPresent(BuildEnd::dispose);
                    register.remove(entry.id());
                } catch (IOException | RuntimeException e) {
                    LOGGER.log(Level.WARNING, e, () -> "A guest of " + entry.build() + " is kept for longer");
                }
            }
        }
    }

    /** Keeps a guest of a build that goes on. */
    static void keep(
            Run<?, ?> build, OperationEntry entry, ClusterDisposal guest, Duration stay, OperationConsole console) {
        Instant until = until(stay);
        OperationRegister.get().change(entry.id(), it -> it.keptUntil(until));
        console.println(
                "[proxmox] Keeping " + guest.subject() + " until " + until + ", since the build did not succeed");
        try {
            OpenConnection open = ConnectionRegistry.get().open(entry.connection(), null);
            String link = link(open, entry, guest.mark());
            console.println("[proxmox] In Proxmox VE it is here: " + HyperlinkNote.encodeTo(link, link));
            build.addAction(new KeptGuestAction(guest.subject() + " until " + until, link));
            build.save();
            expire(open, guest.mark(), until);
        } catch (IOException | RuntimeException e) {
            console.println("[proxmox] WARNING: Its description may not tell how long it is kept: " + e.getMessage());
        }
    }

    /** Keeps a guest of a build that is no more. */
    static boolean keep(OperationEntry entry, ClusterDisposal guest, Duration stay) {
        Instant until = until(stay);
        OperationRegister.get().change(entry.id(), it -> it.keptUntil(until));
        Computer.threadPoolForRemoting.execute(() -> {
            try {
                expire(ConnectionRegistry.get().open(entry.connection(), null), guest.mark(), until);
            } catch (RuntimeException e) {
                LOGGER.log(Level.INFO, "{0} is kept until {1}, but does not tell so: {2}", new Object[] {
                    guest, until, e.getMessage()
                });
            }
        });
        return true;
    }

    private static Instant until(Duration stay) {
        return Instant.now().plus(stay).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String link(OpenConnection open, OperationEntry entry, Mark mark) throws IOException {
        String type = OperationRegister.get()
                .checkpoint(entry.id())
                .flatMap(Remains::guest)
                .map(guest -> guest.type().path())
                .orElseThrow(() -> new IOException("Nobody knows what kind of guest it is"));
        return open.url().replaceFirst("/+$", "") + "/#v1:0:=" + type + "%2F" + mark.vmid();
    }

    /** Lets the guest itself tell, too. */
    private static void expire(OpenConnection open, Mark mark, Instant until) {
        open.runner()
                .cluster()
                .guests()
                .find(mark.vmid())
                .ifPresent(guest -> guest.configuration()
                        .editDescription(text ->
                                marked(text, mark) ? mark.expiring(until).addTo(text) : text));
    }

    private static boolean marked(String description, Mark mark) {
        return Mark.in(description).stream().anyMatch(mark::isSameAs);
    }
}
