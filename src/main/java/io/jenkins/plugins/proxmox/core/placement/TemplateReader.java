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
        return lately.isPresent()
                ? lately
                : ask(cluster, entry).map(template -> {
                    known.put(place, new Known(template, now.plus(VALID)));
                    return template;
                });
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
