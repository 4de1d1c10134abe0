package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** The numbers of the past, in which what was not measured is missing. */
final class HistoryCalls {
    private static final Map<String, Range> OLD_RANGES = Map.of(
            "hour", new Range(60, 60),
            "day", new Range(60 * 30, 70),
            "week", new Range(60 * 180, 70),
            "month", new Range(60 * 720, 70),
            "year", new Range(60 * 10_080, 70));
    private static final Map<String, Range> RANGES = Map.of(
            "hour", new Range(60, 60),
            "day", new Range(60, 1440),
            "week", new Range(60 * 30, 336),
            "month", new Range(60 * 30, 1440),
            "year", new Range(3600 * 6, 1440),
            "decade", new Range(86_400 * 7, 570));

    private final Services services;

    /** @param step in seconds */
    private record Range(int step, int count) {}

    HistoryCalls(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        routes.on("GET", "/nodes/{node}/rrddata", call -> samples(call, time -> node()))
                .on("GET", "/nodes/{node}/storage/{storage}/rrddata", this::storage);
        for (GuestKind kind : GuestKind.values()) {
            routes.on("GET", GuestCalls.pathOf(kind) + "/rrddata", call -> guest(kind, call));
        }
    }

    private Answer samples(Call call, LongFunction<Facts> numbers) {
        boolean old = !services.version().atLeast(PveVersion.V9);
        Range range = (old ? OLD_RANGES : RANGES).get(call.text("timeframe"));
        long now = services.dataCenter().now() / range.step() * range.step();
        List<Facts> samples = new ArrayList<>();
        for (int i = range.count(); i > 0; i--) {
            long time = now - (long) i * range.step();
            // The newest time has no numbers yet; only newer versions leave it out.
            if (i > 1) {
                samples.add(numbers.apply(time).with("time", time));
            } else if (old) {
                samples.add(Facts.of("time", time));
            }
        }
        return Answer.of(samples);
    }

    private Facts node() {
        NodeFacts facts = new NodeFacts(services);
        Facts numbers = facts.history();
        if (services.version().atLeast(PveVersion.V9)) {
            numbers.with("memavailable", 56e9).with("arcsize", 0.0);
            addPressure(numbers, "cpusome");
        }
        return numbers;
    }

    private static void addPressure(Facts numbers, String... more) {
        for (String name : List.of("iosome", "iofull", "memorysome", "memoryfull")) {
            numbers.put("pressure" + name, 0.0);
        }
        for (String name : more) {
            numbers.put("pressure" + name, 0.0);
        }
    }

    private Answer guest(GuestKind kind, Call call) {
        Guest guest = services.dataCenter().guest(kind, call.node(), call.vmid());
        long started = services.dataCenter().now() - guest.uptime().toSeconds();
        return samples(call, time -> {
            Facts limits = GuestFacts.historyOfStopped(guest);
            if (!guest.isRunning() || time < started) {
                return limits;
            }
            Facts numbers = GuestFacts.history(guest);
            if (services.version().atLeast(PveVersion.V9)) {
                numbers.put("memhost", numbers.get("mem"));
                addPressure(numbers, "cpusome", "cpufull");
            }
            return numbers;
        });
    }

    private Answer storage(Call call) {
        Storage storage = services.dataCenter().volumes().storage(call.text("storage"));
        double used = StorageCalls.used(services, storage, call.node());
        return samples(call, time -> Facts.of("total", (double) storage.total()).with("used", used));
    }
}
