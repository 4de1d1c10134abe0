package io.jenkins.plugins.proxmox.embedded.access;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.util.Set;
import java.util.TreeSet;

/** The privileges that a version knows. */
public final class Privileges {
    private static final Set<String> COMMON = Set.of(
            "Datastore.Allocate",
            "Datastore.AllocateSpace",
            "Datastore.AllocateTemplate",
            "Datastore.Audit",
            "Group.Allocate",
            "Permissions.Modify",
            "Pool.Allocate",
            "Pool.Audit",
            "Realm.Allocate",
            "Realm.AllocateUser",
            "SDN.Allocate",
            "SDN.Audit",
            "SDN.Use",
            "Sys.Audit",
            "Sys.Console",
            "Sys.Incoming",
            "Sys.Modify",
            "Sys.PowerMgmt",
            "Sys.Syslog",
            "User.Modify",
            "VM.Allocate",
            "VM.Audit",
            "VM.Backup",
            "VM.Clone",
            "VM.Config.CDROM",
            "VM.Config.CPU",
            "VM.Config.Cloudinit",
            "VM.Config.Disk",
            "VM.Config.HWType",
            "VM.Config.Memory",
            "VM.Config.Network",
            "VM.Config.Options",
            "VM.Console",
            "VM.Migrate",
            "VM.PowerMgmt",
            "VM.Snapshot",
            "VM.Snapshot.Rollback");
    private static final Set<String> SINCE_8 =
            Set.of("Mapping.Audit", "Mapping.Modify", "Mapping.Use", "Sys.AccessNetwork");
    private static final Set<String> UNTIL_8 = Set.of("VM.Monitor");
    private static final Set<String> SINCE_9 = Set.of(
            "VM.GuestAgent.Audit",
            "VM.GuestAgent.FileRead",
            "VM.GuestAgent.FileSystemMgmt",
            "VM.GuestAgent.FileWrite",
            "VM.GuestAgent.Unrestricted",
            "VM.Replicate");

    private Privileges() {}

    public static Set<String> of(PveVersion version) {
        Set<String> names = new TreeSet<>(COMMON);
        if (version.atLeast(PveVersion.V8)) {
            names.addAll(SINCE_8);
        }
        names.addAll(version.atLeast(PveVersion.V9) ? SINCE_9 : UNTIL_8);
        return names;
    }
}
