package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.MortalClient;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedTasks.EmbeddedTask;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.RecordedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An operation to be interrupted, and the tasks that it begins if it is not.
 *
 * @param before brings the cluster into the state in which it begins
 * @param tasks their types, in alphabetical order
 */
record CrashScenario(
        String name,
        PveVersion version,
        Consumer<EmbeddedProxmox> before,
        Supplier<Operation<?>> operation,
        List<String> tasks) {

    /** The operation that has made what others remove. */
    private static final String EARLIER = "earlier";

    /** A cluster in which the scenario is about to begin. */
    record Stage(EmbeddedProxmox proxmox, List<EmbeddedTask> earlier) implements AutoCloseable {
        WorldView view(MortalProcess.Ending ending) {
            proxmox.tasks().awaitAll();
            return WorldView.of(proxmox, earlier, ending);
        }

        @Override
        public void close() {
            proxmox.close();
        }
    }

    Stage set() {
        EmbeddedProxmox proxmox = EmbeddedProxmox.builder()
                .version(version)
                .pace(0.08)
                .bootTime(Duration.ofMillis(4))
                .start();
        before.accept(proxmox);
        return new Stage(proxmox, proxmox.tasks().all());
    }

    /** What it is like if nothing happens. */
    WorldView undisturbed() throws IOException {
        try (Stage stage = set();
                MortalProcess process =
                        new MortalProcess(stage.proxmox(), MortalClient.immortal(), new MortalProcess.Disk())) {
            return stage.view(process.run(operation).orElseThrow());
        }
    }

    /** The calls that change something if nothing happens. */
    List<RecordedRequest> changes() throws IOException {
        try (Stage stage = set();
                MortalProcess process =
                        new MortalProcess(stage.proxmox(), MortalClient.immortal(), new MortalProcess.Disk())) {
            stage.proxmox().requests().clear();
            process.run(operation);
            return stage.proxmox().requests().all().stream()
                    .filter(request -> !request.method().equals("GET"))
                    .toList();
        }
    }

    @Override
    public String toString() {
        return version + " " + name;
    }

    /** Operations of all kinds. */
    static List<CrashScenario> all() {
        List<CrashScenario> all = new ArrayList<>();
        for (PveVersion version : PveVersion.values()) {
            all.addAll(clones(version));
            all.addAll(snapshots(version));
            all.addAll(backups(version));
            all.addAll(powers(version));
            all.addAll(MakingScenarios.of(version));
            all.addAll(ChangeScenarios.of(version));
            all.addAll(ends(version));
        }
        return all;
    }

    static CrashScenario full(PveVersion version) {
        return of(
                "full clone of a VM",
                version,
                proxmox -> {},
                () -> new CloneGuest(settings("debian-12", true)
                        .config(Map.of("scsi1", "local-lvm:1", "net1", "virtio,bridge=vmbr0"))),
                "qmclone",
                "qmconfig",
                "qmstart");
    }

    static CrashScenario failing() {
        return of(
                "clone that can't start",
                PveVersion.V8,
                proxmox -> proxmox.faults().task("qmstart").always().fails("no memory"),
                () -> new CloneGuest(settings("debian-12", false)),
                "qmclone",
                "qmdestroy",
                "qmstart");
    }

    private static List<CrashScenario> clones(PveVersion version) {
        List<CrashScenario> clones = new ArrayList<>(List.of(
                full(version),
                of(
                        "full clone of a container",
                        version,
                        proxmox -> {},
                        () -> new CloneGuest(settings("debian-ct", true)
                                // Containers tell their addresses only since 8.1.
                                .waitFor(version.atLeast(PveVersion.V8) ? "address" : "running")
                                .config(Map.of("mp0", "local-lvm:1,mp=/data"))),
                        "vzclone",
                        "vzstart")));
        if (version == PveVersion.V8) {
            clones.add(of(
                    "linked clone of a VM",
                    version,
                    proxmox -> {},
                    () -> new CloneGuest(settings("debian-12", false).config(Map.of("net0", "e1000,bridge=vmbr0"))),
                    "qmclone",
                    "qmstart"));
            clones.add(of(
                    "linked clone of a container",
                    version,
                    proxmox -> {},
                    () -> new CloneGuest(settings("debian-ct", false)),
                    "vzclone",
                    "vzstart"));
            clones.add(of(
                    "clone that replaces a disk",
                    version,
                    proxmox -> proxmox.cluster().guest(102).orElseThrow(),
                    () -> new CloneGuest(new CloneRequest("102").name("ci-1").config(Map.of("scsi0", "local-lvm:3"))),
                    "qmclone",
                    "qmconfig"));
            clones.add(of(
                    "bare clone with a VMID in a pool",
                    version,
                    proxmox -> {},
                    () -> new CloneGuest(new CloneRequest("debian-12").vmid(555).pool("ci")),
                    "qmclone"));
        }
        return clones;
    }

    private static CloneRequest settings(String template, boolean full) {
        return new CloneRequest(template)
                .name("ci-1")
                .full(full)
                .tags(List.of("jenkins", "CI"))
                .cores(2)
                .memory(1024)
                .description("for the tests")
                .start(true)
                .waitFor("address");
    }

    private static List<CrashScenario> snapshots(PveVersion version) {
        List<CrashScenario> snapshots = new ArrayList<>(List.of(
                of(
                        "snapshot",
                        version,
                        proxmox -> {},
                        () -> new TakeSnapshot("build", "clean", "for the tests", false),
                        "qmsnapshot"),
                of(
                        "rollback and start of a VM",
                        version,
                        proxmox -> snapshot(proxmox, "102", false),
                        () -> new RollBack("102", "clean", true),
                        "qmrollback",
                        "qmstart")));
        if (version == PveVersion.V8) {
            snapshots.add(of(
                    "snapshot with RAM",
                    version,
                    proxmox -> {},
                    () -> new TakeSnapshot("web", "clean", null, true),
                    "qmsnapshot"));
            snapshots.add(of(
                    "snapshot of a container",
                    version,
                    proxmox -> {},
                    () -> new TakeSnapshot("cache", "clean", null, false),
                    "vzsnapshot"));
            snapshots.add(of(
                    "rollback of a VM",
                    version,
                    proxmox -> snapshot(proxmox, "102", false),
                    () -> new RollBack("102", "clean", false),
                    "qmrollback"));
            snapshots.add(of(
                    "rollback of a running VM",
                    version,
                    proxmox -> {
                        snapshot(proxmox, "101", false);
                        proxmox.cluster().guest(101).orElseThrow().running();
                    },
                    () -> new RollBack("101", "clean", false),
                    "qmrollback"));
            snapshots.add(of(
                    "rollback to RAM",
                    version,
                    proxmox -> snapshot(proxmox, "101", true),
                    () -> new RollBack("101", "clean", true),
                    "qmrollback"));
            snapshots.add(of(
                    "rollback and start of a container",
                    version,
                    proxmox -> snapshot(proxmox, "202", false),
                    () -> new RollBack("202", "clean", true),
                    "vzrollback",
                    "vzstart"));
        }
        return snapshots;
    }

    /** The second snapshot makes sure that an earlier rollback is not taken for the one that was asked for. */
    private static void snapshot(EmbeddedProxmox proxmox, String guest, boolean ram) {
        try (MortalProcess process = new MortalProcess(proxmox, MortalClient.immortal(), new MortalProcess.Disk())) {
            process.run(() -> new TakeSnapshot(guest, "clean", null, ram));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        try (MortalProcess process = new MortalProcess(proxmox, MortalClient.immortal(), new MortalProcess.Disk())) {
            process.run(() -> new RollBack(guest, "clean", false));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        proxmox.cluster().guest(Integer.parseInt(guest)).orElseThrow().set("cores", "7");
    }

    private static List<CrashScenario> backups(PveVersion version) {
        List<CrashScenario> backups = new ArrayList<>(List.of(of(
                "backup of a VM",
                version,
                proxmox -> {},
                () -> new BackUp(new BackupRequest(List.of("web"), null, null)
                        .storage("local")
                        .notes("nightly")),
                "vzdump")));
        if (version == PveVersion.V8) {
            backups.add(of(
                    "backup of a node",
                    version,
                    proxmox -> {},
                    () -> new BackUp(new BackupRequest(List.of("web", "cache"), null, null).storage("nfs")),
                    "vzdump"));
            backups.add(of(
                    "backup of two nodes",
                    version,
                    proxmox -> {},
                    () -> new BackUp(
                            new BackupRequest(List.of("web", "build", "cache", "tools"), null, null).storage("nfs")),
                    "vzdump",
                    "vzdump"));
        }
        return backups;
    }

    private static List<CrashScenario> powers(PveVersion version) {
        List<CrashScenario> powers = new ArrayList<>();
        powers.add(power(version, "102", PowerAction.START, "qmstart"));
        powers.add(power(version, "201", PowerAction.REBOOT, "vzreboot"));
        if (version == PveVersion.V8) {
            powers.add(power(version, "101", PowerAction.STOP, "qmstop"));
            powers.add(power(version, "101", PowerAction.SHUTDOWN, "qmshutdown"));
            powers.add(power(version, "101", PowerAction.REBOOT, "qmreboot", "qmstart"));
            powers.add(power(version, "101", PowerAction.RESET, "qmreset"));
            powers.add(power(version, "101", PowerAction.SUSPEND, "qmpause"));
            powers.add(power(version, "101", PowerAction.HIBERNATE, "qmsuspend"));
            powers.add(of(
                    "resume",
                    version,
                    proxmox -> paused(proxmox),
                    () -> new ChangePower("101", PowerAction.RESUME, null),
                    "qmresume"));
            powers.add(power(version, "202", PowerAction.START, "vzstart"));
            powers.add(power(version, "201", PowerAction.STOP, "vzstop"));
            powers.add(power(version, "201", PowerAction.SHUTDOWN, "vzshutdown"));
        }
        return powers;
    }

    private static List<CrashScenario> ends(PveVersion version) {
        Mark clone = new Mark("none", new VmId(555), EARLIER, "", Optional.empty());
        Mark snapshot = new Mark("none", new VmId(102), EARLIER, "", Optional.empty());
        List<CrashScenario> ends = new ArrayList<>(List.of(of(
                "destruction of a running VM",
                version,
                proxmox -> {},
                () -> new DestroyGuest("101", true, true),
                "qmdestroy",
                "qmstop")));
        if (version == PveVersion.V8) {
            ends.add(of(
                    "destruction of a container",
                    version,
                    proxmox -> {},
                    () -> new DestroyGuest("202", false, false),
                    "vzdestroy"));
            ends.add(of(
                    "destruction of an own clone",
                    version,
                    proxmox -> {
                        earlier(
                                proxmox,
                                new CloneGuest(
                                        new CloneRequest("debian-12").vmid(555).start(true)));
                        proxmox.cluster().guest(555).orElseThrow().protectedGuest();
                    },
                    () -> DestroyGuest.marked(clone),
                    "qmdestroy",
                    "qmstop"));
            ends.add(of(
                    "shutdown and destruction of an own clone",
                    version,
                    proxmox -> earlier(
                            proxmox,
                            new CloneGuest(
                                    new CloneRequest("debian-12").vmid(555).start(true))),
                    () -> DestroyGuest.marked(clone, Duration.ofSeconds(30)),
                    "qmdestroy",
                    "qmshutdown"));
            ends.add(of(
                    "end of a snapshot",
                    version,
                    proxmox -> {
                        earlier(proxmox, TakeSnapshot.marked("102", "clean", null, false));
                        proxmox.cluster().guest(102).orElseThrow().set("cores", "7");
                    },
                    () -> new EndSnapshot(snapshot, "clean", true, true),
                    "qmdelsnapshot",
                    "qmrollback",
                    "qmstart"));
        }
        return ends;
    }

    private static void earlier(EmbeddedProxmox proxmox, Operation<?> operation) {
        try (MortalProcess process = new MortalProcess(proxmox, MortalClient.immortal(), new MortalProcess.Disk())) {
            process.run(EARLIER, operation);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void paused(EmbeddedProxmox proxmox) {
        try (MortalProcess process = new MortalProcess(proxmox, MortalClient.immortal(), new MortalProcess.Disk())) {
            process.run(() -> new ChangePower("101", PowerAction.SUSPEND, null));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CrashScenario power(PveVersion version, String guest, PowerAction action, String... tasks) {
        return of(
                action.label() + " of " + guest,
                version,
                proxmox -> {},
                () -> new ChangePower(guest, action, null),
                tasks);
    }

    /** Runs something to its end, that has to be so before. */
    static void run(EmbeddedProxmox proxmox, Supplier<Operation<?>> operation) {
        try (MortalProcess process = new MortalProcess(proxmox, MortalClient.immortal(), new MortalProcess.Disk())) {
            process.run(operation);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static CrashScenario of(
            String name,
            PveVersion version,
            Consumer<EmbeddedProxmox> before,
            Supplier<Operation<?>> operation,
            String... tasks) {
        return new CrashScenario(name, version, before, operation, List.of(tasks));
    }

    /** Dies as told, however often, and then goes on for good. */
    Optional<WorldView> run(List<MortalClient> lives, boolean whenTasksHaveEnded) throws IOException {
        MortalProcess.Disk disk = new MortalProcess.Disk();
        try (Stage stage = set()) {
            for (MortalClient life : lives) {
                try (MortalProcess process = new MortalProcess(stage.proxmox(), life, disk)) {
                    if (process.run(operation).isPresent()) {
                        return Optional.empty();
                    }
                }
                if (whenTasksHaveEnded) {
                    stage.proxmox().tasks().awaitAll();
                }
            }
            try (MortalProcess last = new MortalProcess(stage.proxmox(), MortalClient.immortal(), disk)) {
                return Optional.of(stage.view(last.run(operation).orElseThrow()));
            }
        }
    }
}
