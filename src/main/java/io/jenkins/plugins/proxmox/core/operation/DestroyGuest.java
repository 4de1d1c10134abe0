package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Destroys a guest with all its disks and snapshots; its backups stay. A guest that is not there is as good as destroyed.
 * Gives whether there was something to destroy.
 *
 * <p>The configuration is read right before each change. Where it is no longer that of the guest that was meant, since
 * somebody has destroyed it and made another with its VMID, nothing is touched.
 */
public final class DestroyGuest implements Operation<Boolean> {
    static final String KIND = "destroy";
    static final String LOOK = "look";
    static final String UNPROTECT = "unprotect";
    static final String SHUT_DOWN = "shutDown";
    static final String STOP = "stop";
    static final String DESTROY = "destroy";
    static final Duration PAUSE = Duration.ofSeconds(2);

    private final IntendedGuest intended;
    private final boolean force;
    private final boolean purge;
    private final Duration grace;

    /**
     * @param guest a VMID or a name
     * @param force whether a running guest is switched off first; if not, it is refused
     * @param purge whether the guest is also taken out of backup jobs, replication and high availability; without, a guest
     *     that is used there is refused
     * @throws ProxmoxException with {@link Problem.Parameter} if the guest can't be right
     */
    public DestroyGuest(String guest, boolean force, boolean purge) {
        this(IntendedGuest.called(guest), force, purge, Duration.ZERO);
    }

    private DestroyGuest(IntendedGuest intended, boolean force, boolean purge, Duration grace) {
        this.intended = intended;
        this.force = force;
        this.purge = purge;
        this.grace = grace;
    }

    /**
     * The same for a guest that this controller has made, whatever state it is in, and protected or not. Policies are not
     * asked.
     *
     * @param mark without it on the guest, nothing is touched
     */
    public static DestroyGuest marked(Mark mark) {
        return marked(mark, Duration.ZERO);
    }

    /**
     * The same for a guest that is to shut down first, if it runs.
     *
     * @param grace how long it may take until it is switched off, to the second; zero for no shutdown at all
     */
    public static DestroyGuest marked(Mark mark, Duration grace) {
        return new DestroyGuest(IntendedGuest.marked(mark), true, true, grace);
    }

    static DestroyGuest of(Request request) {
        return request.mark()
                .map(mark -> marked(mark, grace(request)))
                .orElseGet(() -> new DestroyGuest(request.text("guest"), request.flag("force"), request.flag("purge")));
    }

    private static Duration grace(Request request) {
        Integer seconds = request.number("grace");
        return seconds == null ? Duration.ZERO : Duration.ofSeconds(seconds);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return Request.write()
                .with("guest", intended.reference())
                .with("mark", intended.mark())
                .with("force", force)
                .with("purge", purge)
                .with("grace", Optional.of(grace.toSeconds()).filter(seconds -> seconds > 0))
                .map();
    }

    @Override
    public Stages<Boolean> stages() {
        DestroyingLook look = new DestroyingLook(intended, force, grace);
        return Stages.beginningWith("prepare", look::first)
                .look(LOOK, look::again)
                .change(
                        UNPROTECT,
                        new DestroyingStep(
                                intended,
                                force,
                                "Unprotecting",
                                (guest, memo) -> guest.configuration()
                                        .change(ConfigChange.none().protection(false))
                                        .task(),
                                guest -> !guest.config().protection(),
                                List.of("qmconfig"),
                                memo -> Next.then(LOOK)))
                .change(SHUT_DOWN, new ShutDownFirst(intended, grace))
                .change(
                        STOP,
                        new DestroyingStep(
                                intended,
                                force,
                                "Stopping",
                                DestroyGuest::off,
                                guest -> guest.status().stopped(),
                                List.of("qmstop", "vzstop", "hastop"),
                                DestroyingLook::afterStop))
                .change(
                        DESTROY,
                        new DestroyingStep(
                                intended,
                                force,
                                "Destroying",
                                (guest, memo) -> guest.destroy(purge),
                                guest -> false,
                                List.of("qmdestroy", "vzdestroy"),
                                memo -> Next.done(true)));
    }

    private static Task off(Guest guest, Memo memo) {
        return DestroyingLook.isManaged(memo) ? guest.stop() : guest.stopAtOnce();
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(30);
    }
}
