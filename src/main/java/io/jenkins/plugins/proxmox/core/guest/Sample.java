package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Reply;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a node or guest used around some point of time.
 *
 * @param time by the clock of the node
 * @param values by Proxmox' names, as in {@code cpu} (0 to 1), {@code mem}, {@code maxmem} (bytes), {@code netin} (bytes a
 *     second); a gap is a value that is not there
 */
public record Sample(Instant time, Map<String, Double> values) {
    /** The period that samples are about; the longer it is, the further they are apart. */
    public enum Timeframe {
        /** The last hour. */
        HOUR,
        /** The last day. */
        DAY,
        /** The last week. */
        WEEK,
        /** The last month. */
        MONTH,
        /** The last year. */
        YEAR
    }

    /** What becomes of the many figures that one sample stands for. */
    public enum Consolidation {
        /** Their average. */
        AVERAGE,
        /** The greatest. */
        MAX
    }

    /** A value, if it is known. */
    public OptionalDouble value(String name) {
        Double value = values.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** {@code GET .../rrddata} of a node or guest. */
    static List<Sample> list(Site site, ApiPath path, Timeframe timeframe, Consolidation consolidation) {
        return site
                .call(ApiRequest.get(path.and("rrddata"))
                        .with("timeframe", timeframe.name().toLowerCase(Locale.ROOT))
                        .with("cf", consolidation.name()))
                .elements()
                .stream()
                .map(Sample::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Reads a sample; empty if it is not told of when it is. */
    static Optional<Sample> of(Reply data) {
        Map<String, Double> values = new LinkedHashMap<>();
        data.fields().forEach((name, value) -> {
            if (!name.equals("time")) {
                value.decimal().ifPresent(number -> values.put(name, number));
            }
        });
        return data.number("time").stream()
                .mapToObj(Instant::ofEpochSecond)
                .map(time -> new Sample(time, values))
                .findFirst();
    }
}
