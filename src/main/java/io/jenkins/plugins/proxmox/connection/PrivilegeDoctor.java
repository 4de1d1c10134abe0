package io.jenkins.plugins.proxmox.connection;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Knows which privileges the steps need. Where they are granted is up to the cluster; that one is granted nowhere at all
 * can be told in advance.
 */
final class PrivilegeDoctor {
    /**
     * @param anyOf one of these is enough; which ones a release knows differs
     * @param purpose what does not work without
     */
    private record Need(List<String> anyOf, String purpose) {
        /** Proxmox VE 7 checks no rights on bridges. */
        boolean knownIn(String version) {
            return !anyOf.contains(BRIDGES) || !version.startsWith("7.");
        }
    }

    private static final String BRIDGES = "SDN.Use";

    private static final List<Need> NEEDS = List.of(
            new Need(List.of("VM.Audit"), "no guest can be seen, and so no step can work"),
            new Need(List.of("VM.Clone"), "proxmoxClone can't clone anything"),
            new Need(
                    List.of("VM.Allocate"),
                    "proxmoxClone, proxmoxCreate and proxmoxRestore can't make a guest, and none can be destroyed, not even"
                            + " one that a build has made"),
            new Need(
                    List.of("Datastore.AllocateSpace"),
                    "no step can make disks, and proxmoxBackup can't write archives"),
            new Need(List.of(BRIDGES), "no step can connect a new guest to any bridge"),
            new Need(List.of("VM.PowerMgmt"), "proxmoxAction can't start or stop a guest"),
            new Need(List.of("VM.Snapshot"), "proxmoxSnapshot can't take snapshots"),
            new Need(List.of("VM.Snapshot", "VM.Snapshot.Rollback"), "proxmoxRollback can't roll back"),
            new Need(List.of("VM.Backup"), "proxmoxBackup, proxmoxRestore and proxmoxDeleteBackup can't work"),
            new Need(
                    List.of("VM.Config.Options"),
                    "proxmoxClone can't tag clones or lift a template's protection from them, and proxmoxConfigure can't"
                            + " change options"),
            new Need(List.of("VM.Config.Disk"), "proxmoxDisk can't change any disk"),
            new Need(List.of("VM.Migrate"), "proxmoxMigrate can't move a guest"),
            new Need(
                    List.of("VM.Monitor", "VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted"),
                    "the addresses of VMs can't be asked of their guest agent, and no agent in a VM can be connected to"),
            new Need(
                    List.of("VM.Monitor", "VM.GuestAgent.Unrestricted"),
                    "proxmoxExec can't run commands inside of VMs, and inbound agents can't be started in them"));

    private PrivilegeDoctor() {}

    /**
     * A sentence for every privilege that is granted nowhere.
     *
     * @param version of the Proxmox VE, as in {@code 8.4.21}
     * @param granted the privileges by path, as {@code GET /access/permissions} gives them
     */
    static List<String> lacking(String version, Map<String, Set<String>> granted) {
        Set<String> anywhere = granted.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        return NEEDS.stream()
                .filter(need -> need.knownIn(version))
                .filter(need -> need.anyOf().stream().noneMatch(anywhere::contains))
                .map(need -> String.join(" or ", need.anyOf()) + " is granted nowhere: " + need.purpose() + ".")
                .toList();
    }
}
