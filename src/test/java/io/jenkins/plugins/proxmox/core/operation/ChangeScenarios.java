package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Operations that change guests that are there, to be interrupted. */
final class ChangeScenarios {
    private ChangeScenarios() {}

    static List<CrashScenario> of(PveVersion version) {
        List<CrashScenario> all = new ArrayList<>();
        // Only there it is no task.
        if (version == PveVersion.V7) {
            all.add(added(version));
        }
        if (version == PveVersion.V9) {
            all.add(configuration(version));
        }
        if (version == PveVersion.V8) {
            all.add(added(version, "resize"));
            all.add(configuration(version));
            all.addAll(disks(version));
            all.addAll(rest(version));
        }
        return all;
    }

    private static CrashScenario added(PveVersion version, String... tasks) {
        return disk(
                version,
                "added size",
                proxmox -> {},
                request("web", DiskAction.RESIZE, "scsi0").size("+1G"),
                tasks);
    }

    private static CrashScenario configuration(PveVersion version) {
        return CrashScenario.of(
                "configuration with a new disk",
                version,
                proxmox -> {},
                () -> new ConfigureGuest(new ConfigureRequest("web")
                        .cores(4)
                        .description("changed")
                        .config(Map.of("scsi1", "local-lvm:1"))),
                "qmconfig");
    }

    private static List<CrashScenario> disks(PveVersion version) {
        return List.of(
                disk(
                        version,
                        "new disk",
                        proxmox -> {},
                        request("build", DiskAction.ATTACH, "scsi1")
                                .storage("local-lvm")
                                .size("1G"),
                        "qmconfig"),
                disk(
                        version,
                        "new mount point",
                        proxmox -> {},
                        request("tools", DiskAction.ATTACH, "mp0")
                                .storage("local-lvm")
                                .size("1G")
                                .path("/data")),
                disk(
                        version,
                        "added size of a container",
                        proxmox -> {},
                        request("tools", DiskAction.RESIZE, "rootfs").size("+1G"),
                        "resize"),
                disk(
                        version,
                        "disk on another storage",
                        proxmox -> {},
                        request("build", DiskAction.MOVE, "scsi0")
                                .storage("nfs")
                                .deleteSource(true),
                        "qmmove"),
                disk(
                        version,
                        "deleted disk",
                        proxmox -> addDisk(proxmox, "build", "scsi1", null),
                        request("build", DiskAction.DELETE, "scsi1"),
                        "qmconfig"),
                disk(
                        version,
                        "deleted mount point",
                        proxmox -> addDisk(proxmox, "tools", "mp0", "/data"),
                        request("tools", DiskAction.DELETE, "mp0")));
    }

    private static List<CrashScenario> rest(PveVersion version) {
        return List.of(
                CrashScenario.of(
                        "configuration of a container",
                        version,
                        proxmox -> proxmox.cluster().guest(201).orElseThrow().set("onboot", "1"),
                        () -> new ConfigureGuest(new ConfigureRequest("cache")
                                .name("store")
                                .memory(1024)
                                .delete(List.of("onboot")))),
                CrashScenario.of(
                        "template of a VM", version, proxmox -> {}, () -> new MakeTemplate("build"), "qmtemplate"),
                CrashScenario.of(
                        "template of a container",
                        version,
                        proxmox -> {},
                        () -> new MakeTemplate("tools"),
                        "vztemplate"),
                CrashScenario.of(
                        "migration of a running VM",
                        version,
                        proxmox -> {},
                        () -> new MigrateGuest("web", "pve2", true, null),
                        "qmigrate"),
                CrashScenario.of(
                        "migration of a running container",
                        version,
                        proxmox -> {},
                        () -> new MigrateGuest("cache", "pve2", false, null),
                        "vzmigrate"),
                CrashScenario.of(
                        "migration by the HA manager",
                        version,
                        proxmox -> proxmox.cluster().guest(101).map(EmbeddedGuest::highlyAvailable),
                        () -> new MigrateGuest("web", "pve2", true, null),
                        "hamigrate",
                        "qmigrate"));
    }

    static DiskRequest request(String guest, DiskAction action, String disk) {
        return new DiskRequest(guest, action, disk);
    }

    private static CrashScenario disk(
            PveVersion version, String name, Consumer<EmbeddedProxmox> before, DiskRequest request, String... tasks) {
        return CrashScenario.of(name, version, before, () -> new ChangeDisk(request), tasks);
    }

    private static void addDisk(EmbeddedProxmox proxmox, String guest, String disk, String path) {
        CrashScenario.run(
                proxmox,
                () -> new ChangeDisk(request(guest, DiskAction.ATTACH, disk)
                        .storage("local-lvm")
                        .size("1G")
                        .path(path)));
    }
}
