package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.PropertyString;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which privilege a change of which setting needs. */
final class ConfigPrivileges {
    private static final Set<String> ROOT_ONLY = Set.of("lock", "args", "parent", "snaptime", "runningmachine");
    private static final Set<String> CPU =
            Set.of("cores", "sockets", "smp", "vcpus", "cpu", "cpulimit", "cpuunits", "numa", "affinity");
    private static final Set<String> MEMORY =
            Set.of("memory", "balloon", "shares", "swap", "hugepages", "keephugepages");
    private static final Set<String> HARDWARE = Set.of(
            "machine",
            "vga",
            "scsihw",
            "smbios1",
            "hotplug",
            "watchdog",
            "audio0",
            "rng0",
            "keyboard",
            "arch",
            "ivshmem");
    private static final Set<String> CLOUD_INIT =
            Set.of("ciuser", "cipassword", "citype", "cicustom", "ciupgrade", "sshkeys");
    private static final Set<String> DISK = Set.of("boot", "bootdisk", "vmstatestorage");
    private static final Set<String> NETWORK = Set.of("nameserver", "searchdomain", "hostname");

    private final Services services;

    ConfigPrivileges(Services services) {
        this.services = services;
    }

    /** @param path where the privileges have to be: that of the guest or, for a new one, that of its pool */
    void require(Caller caller, String path, GuestKind kind, ConfigChange change) {
        Set<String> keys = new TreeSet<>(change.set().keySet());
        keys.addAll(change.delete());
        keys.addAll(change.revert());
        keys.forEach(key -> requireFor(caller, path, kind, key, change.set().getOrDefault(key, "")));
    }

    private void requireFor(Caller caller, String path, GuestKind kind, String key, String value) {
        if (caller.isRoot()) {
            return;
        }
        if (ROOT_ONLY.contains(key)) {
            throw ApiException.failure("only root can set '" + key + "' config");
        }
        if (key.matches("serial\\d+|parallel\\d+|usb\\d+|hostpci\\d+") && value.contains("/dev/")) {
            throw ApiException.failure("only root can modify '" + key + "' config for real devices");
        }
        List<String> choice = choice(kind, key, value);
        if (key.equals("startup")) {
            services.permissions().require(caller, "/", "Sys.Modify");
        } else if (choice.size() == 1) {
            services.permissions().require(caller, path, choice.get(0));
        } else {
            services.permissions().requireAny(caller, path, choice.toArray(String[]::new));
        }
        requireStorage(caller, key, value);
        requireBridge(caller, key, value);
    }

    /** The privileges of which one is enough. */
    private static List<String> choice(GuestKind kind, String key, String value) {
        boolean machine = kind.isVirtualMachine();
        if (CPU.contains(key) || key.matches("numa\\d+")) {
            return List.of("VM.Config.CPU");
        }
        if (MEMORY.contains(key)) {
            return List.of("VM.Config.Memory");
        }
        if (HARDWARE.contains(key) || key.matches("serial\\d+|usb\\d+|hostpci\\d+")) {
            return List.of(machine ? "VM.Config.HWType" : "VM.Config.Options");
        }
        if (CLOUD_INIT.contains(key) || key.startsWith("ipconfig") || (machine && NETWORK.contains(key))) {
            return List.of("VM.Config.Cloudinit", "VM.Config.Network");
        }
        if (key.matches("net\\d+") || NETWORK.contains(key)) {
            return List.of("VM.Config.Network");
        }
        if (Drive.isKey(key) && value.contains("media=cdrom") && !value.contains("cloudinit")) {
            return List.of("VM.Config.CDROM");
        }
        return List.of(DISK.contains(key) || Drive.isKey(key) ? "VM.Config.Disk" : "VM.Config.Options");
    }

    private void requireStorage(Caller caller, String key, String value) {
        if (!Drive.isKey(key) || value.isEmpty()) {
            return;
        }
        Drive drive = Drive.of(key, value);
        if (drive.asksForDisk() || drive.asksForCloudInit()) {
            services.permissions().require(caller, "/storage/" + drive.storage(), "Datastore.AllocateSpace");
        }
    }

    private void requireBridge(Caller caller, String key, String value) {
        if (key.matches("net\\d+")) {
            requireBridge(services, caller, value);
        }
    }

    /** Since version 8 even plain bridges need a privilege. */
    static void requireBridge(Services services, Caller caller, String network) {
        if (services.version().atLeast(PveVersion.V8)) {
            PropertyString.parse(network)
                    .get("bridge")
                    .ifPresent(bridge ->
                            services.permissions().require(caller, "/sdn/zones/localnetwork/" + bridge, "SDN.Use"));
        }
    }
}
