package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.PropertyString;
import io.jenkins.plugins.proxmox.embedded.state.Sizes;
import java.util.List;

/** What lists and status tell about a guest. */
final class GuestFacts {
    private static final long MIB = 1L << 20;

    private GuestFacts() {}

    /** The entry in a node's list of guests. */
    static Facts brief(Guest guest) {
        boolean machine = guest.kind().isVirtualMachine();
        Facts facts = Facts.of("vmid", guest.vmid())
                .with("name", guest.name())
                .with("status", guest.power().status());
        facts.put("cpus", cpus(guest));
        facts.put("uptime", guest.uptime().toSeconds());
        facts.putAll(usage(guest));
        if (machine) {
            facts.remove("maxcpu");
        } else {
            facts.put("type", "lxc");
            facts.put("swap", 0);
            facts.put("maxswap", memory(guest, "swap"));
        }
        if (guest.isTemplate()) {
            facts.put("template", 1);
        }
        guest.lock().ifPresent(lock -> facts.put("lock", lock));
        guest.setting("tags").ifPresent(tags -> facts.put("tags", tags));
        if (guest.isRunning()) {
            facts.put("pid", guest.pid());
        }
        return facts;
    }

    static Facts current(Guest guest) {
        Facts facts = brief(guest);
        facts.put(
                "ha",
                guest.isHighlyAvailable() ? Facts.of("managed", 1).with("state", "started") : Facts.of("managed", 0));
        if (guest.kind().isVirtualMachine()) {
            facts.put("qmpstatus", guest.power().monitorName());
            if (isAgentConfigured(guest)) {
                facts.put("agent", 1);
            }
            if (guest.isRunning()) {
                facts.put("running-machine", "pc-i440fx-9.2+pve1");
                facts.put("running-qemu", "9.2.0");
            }
        }
        return facts;
    }

    /** Numbers in the list of resources. */
    static Facts numbers(Guest guest) {
        Facts facts = usage(guest);
        facts.put("maxcpu", cpus(guest));
        return facts;
    }

    /** The numbers of one moment, of which a guest that did not run has fewer. */
    static Facts historyOfStopped(Guest guest) {
        return Facts.of("maxcpu", (double) cpus(guest))
                .with("maxmem", (double) memory(guest, "memory"))
                .with("maxdisk", (double) diskSize(guest))
                .with("disk", 0.0);
    }

    static Facts history(Guest guest) {
        return historyOfStopped(guest)
                .with("cpu", 0.01)
                .with("mem", memory(guest, "memory") / 4.0)
                .with("netin", 10.5)
                .with("netout", 5.25)
                .with("diskread", 0.0)
                .with("diskwrite", 0.0);
    }

    private static Facts usage(Guest guest) {
        long memory = memory(guest, "memory");
        Facts facts = Facts.of("cpu", guest.isRunning() ? (Object) 0.01 : 0)
                .with("mem", guest.isRunning() ? memory / 4 : 0)
                .with("maxmem", memory);
        facts.with("disk", 0).with("maxdisk", diskSize(guest)).with("netin", 0).with("netout", 0);
        facts.with("diskread", 0).with("diskwrite", 0);
        return facts;
    }

    static boolean isAgentConfigured(Guest guest) {
        return guest.setting("agent")
                .map(PropertyString::parse)
                .map(text -> text.get("enabled").orElse(text.first()))
                .filter("1"::equals)
                .isPresent();
    }

    static int cpus(Guest guest) {
        int cores = guest.setting("cores").map(Integer::parseInt).orElse(1);
        int sockets = guest.setting("sockets").map(Integer::parseInt).orElse(1);
        return cores * sockets;
    }

    static long memory(Guest guest, String key) {
        return guest.setting(key)
                        .map(PropertyString::parse)
                        .map(text -> text.get("current").orElse(text.first()))
                        .map(Long::parseLong)
                        .orElse(512L)
                * MIB;
    }

    private static long diskSize(Guest guest) {
        List<Drive> disks = guest.disks();
        return disks.isEmpty()
                ? 0
                : disks.get(0).text().get("size").map(Sizes::parse).orElse(0L);
    }
}
