package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the configurations of templates, each once in a minute however many guests are cloned from it: templates hardly ever
 * change, and what matters is read again by the clone itself. One reader serves one cluster.
 */
public final class TemplateReader {
    private static final Duration VALID = Duration.ofMinutes(1);

    private record Place(VmId vmid, String node) {}

    private record Known(Template template, Instant until) {}

    private final InstantSource clock;
    private final Map<Place, Known> known = new ConcurrentHashMap<>();
    private final Map<Place, CompletableFuture<Optional<Template>>> underWay = new ConcurrentHashMap<>();

    /**
     * @param clock tells when a configuration has to be read again
     */
    public TemplateReader(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The template of an entry: {@code GET .../config}; absent if it is gone, moved, or forbidden by now.
     *
     * @throws ProxmoxException if it can't be read for any other reason
     */
    public Optional<Template> read(Cluster cluster, GuestEntry entry) {
        Instant now = clock.instant();
        // A clock that was put back would keep what was read for as long.
        known.values().removeIf(old -> !old.until().isAfter(now) || old.until().isAfter(now.plus(VALID)));
        Place place = new Place(entry.vmid(), entry.node());
        Optional<Template> lately = Optional.ofNullable(known.get(place)).map(Known::template);
        return lately.isPresent() ? lately : askOnce(cluster, entry, place, now);
    }

    /** However many want to know it at this moment, one of them asks. */
    private Optional<Template> askOnce(Cluster cluster, GuestEntry entry, Place place, Instant now) {
        CompletableFuture<Optional<Template>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<Template>> others = underWay.putIfAbsent(place, mine);
        if (others != null) {
            return answer(others);
        }
        try {
            Optional<Template> found = ask(cluster, entry);
            found.ifPresent(template -> known.put(place, new Known(template, now.plus(VALID))));
            mine.complete(found);
            return found;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(place);
        }
    }

    private static Optional<Template> answer(CompletableFuture<Optional<Template>> others) {
        try {
            return others.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ProxmoxException failure) {
                throw new ProxmoxException(failure.problem(), failure.getMessage(), failure);
            }
            throw e;
        }
    }

    private static Optional<Template> ask(Cluster cluster, GuestEntry entry) {
        try {
            return Optional.of(Template.of(entry, cluster.guests().of(entry).config()));
        } catch (ProxmoxException e) {
            if (e.is(Problem.NotFound.class) || e.is(Problem.Permission.class)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Lets everything be read again, as after a clone that failed. */
    public void forget() {
        known.clear();
    }
}
