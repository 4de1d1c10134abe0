package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.MortalClient;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Creating and restoring guests, deleting snapshots and backups. */
final class MakingScenarios {
    static final String TEMPLATE = "local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst";

    private static final String BACKUP = "local:backup/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst";

    private MakingScenarios() {}

    static List<CrashScenario> of(PveVersion version) {
        List<CrashScenario> all = new ArrayList<>(List.of(CrashScenario.of(
                "create a container",
                version,
                proxmox -> {},
                () -> new CreateGuest(new CreateRequest()
                        .node("pve1")
                        .name("ci-1")
                        .osTemplate(TEMPLATE)
                        .storage("local-lvm")
                        .bridge("vmbr0")
                        .start(true)),
                "vzcreate",
                "vzstart")));
        all.add(shapedMachine(version));
        all.add(shapedContainer(version));
        if (version != PveVersion.V8) {
            return all;
        }
        all.add(CrashScenario.of(
                "create a VM",
                version,
                proxmox -> {},
                () -> new CreateGuest(new CreateRequest()
                        .node("pve1")
                        .storage("local-lvm")
                        .disk("2")
                        .pool("ci")
                        .config(Map.of("ostype", "l26"))),
                "qmcreate"));
        all.add(CrashScenario.of(
                "restore a VM as a new one",
                version,
                proxmox -> proxmox.cluster().addBackup(101),
                () -> new RestoreGuest(
                        new RestoreRequest(null, "web").asNew(true).name("ci-1").start(true)),
                "qmrestore",
                "qmstart"));
        all.add(CrashScenario.of(
                "restore a container as a new one",
                version,
                proxmox -> proxmox.cluster().addBackup(201),
                () -> new RestoreGuest(new RestoreRequest(null, "cache").vmid(555)),
                "vzrestore"));
        all.add(CrashScenario.of(
                "restore over a running VM",
                version,
                proxmox -> proxmox.cluster().addBackup(101),
                () -> new RestoreGuest(
                        new RestoreRequest(null, "web").force(true).start(true)),
                "qmrestore",
                "qmstart",
                "qmstop"));
        all.add(CrashScenario.of(
                "delete a snapshot",
                version,
                proxmox -> run(proxmox, new TakeSnapshot("102", "clean", null, false)),
                () -> new DeleteSnapshot("102", "clean", false),
                "qmdelsnapshot"));
        all.add(CrashScenario.of(
                "delete a backup",
                version,
                proxmox -> proxmox.cluster().addBackup(101),
                () -> new DeleteBackups(List.of(BACKUP)),
                "imgdel"));
        return all;
    }

    /** Growing a VM's disk is a task only since 8. */
    private static CrashScenario shapedMachine(PveVersion version) {
        List<String> tasks = new ArrayList<>(List.of("qmclone", "qmstart"));
        if (version.atLeast(PveVersion.V8)) {
            tasks.add("resize");
        }
        return CrashScenario.of(
                "clone of a VM with a shape of its own",
                version,
                proxmox -> {},
                () -> new CloneGuest(new CloneRequest("debian-12")
                        .name("ci-1")
                        .bootDisk("5G")
                        .vlan(7)
                        .ipv4("192.0.2.5/24")
                        .gateway("192.0.2.1")
                        .ipv6("auto")
                        .nameserver("192.0.2.53")
                        .start(true)),
                tasks.toArray(String[]::new));
    }

    private static CrashScenario shapedContainer(PveVersion version) {
        return CrashScenario.of(
                "clone of a container with a shape of its own",
                version,
                proxmox -> {},
                () -> new CloneGuest(new CloneRequest("debian-ct")
                        .name("ci-1")
                        .full(true)
                        .bootDisk("5G")
                        .vlan(7)
                        .ipv4("192.0.2.5/24")
                        .start(true)),
                "resize",
                "vzclone",
                "vzstart");
    }

    private static void run(EmbeddedProxmox proxmox, Operation<?> operation) {
        try (MortalProcess process = new MortalProcess(proxmox, MortalClient.immortal(), new MortalProcess.Disk())) {
            process.run(() -> operation);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
