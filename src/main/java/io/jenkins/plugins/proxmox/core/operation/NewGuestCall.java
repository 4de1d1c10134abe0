package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.config.NewDisk;
import io.jenkins.plugins.proxmox.core.config.Nic;
import io.jenkins.plugins.proxmox.core.guest.NewContainer;
import io.jenkins.plugins.proxmox.core.guest.NewVirtualMachine;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.Password;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a request into the words of the library.
 *
 * @param storage where the disk or the root file system goes, if there is one
 */
record NewGuestCall(CreateRequest request, String storage) {
    private static final Set<String> GIVEN_OTHERWISE = Set.of("tags", GuestOptions.PASSWORD);

    NewVirtualMachine virtualMachine(VmId vmid, ConfigChange extra) {
        ConfigChange options = options(extra);
        if (request.disk().isPresent()) {
            options = options.disk(
                    DiskId.parse("scsi0"), NewDisk.on(storage, request.disk().get()));
            if (!request.options().containsKey("scsihw")) {
                options = options.set("scsihw", "virtio-scsi-single");
            }
        }
        if (request.iso().isPresent()) {
            options = options.disk(
                    DiskId.parse("ide2"), NewDisk.cdrom(request.iso().get()));
        }
        if (request.bridge().isPresent()) {
            options = options.nic(
                    0,
                    Nic.ofVirtualMachine("virtio").withBridge(request.bridge().get()));
        }
        return new NewVirtualMachine(vmid, request.name(), options, request.pool());
    }

    NewContainer container(VmId vmid, ConfigChange extra) {
        NewContainer bare = NewContainer.of(vmid, request.osTemplate().orElseThrow(), storage);
        ConfigChange options = options(extra);
        if (request.bridge().isPresent()) {
            Nic nic = Nic.ofContainer("eth0").withBridge(request.bridge().get());
            options = options.set("net0", nic + "," + request.ipConfig().orElse("ip=dhcp"));
        }
        if (request.nameServer().isPresent()) {
            options = options.set("nameserver", request.nameServer().get());
        }
        return new NewContainer(
                vmid,
                bare.template(),
                storage,
                request.disk().orElse(bare.rootSize()),
                request.name(),
                Optional.ofNullable(request.options().get(GuestOptions.PASSWORD))
                        .map(Password::new),
                request.sshKeys(),
                request.unprivileged().orElse(true),
                options,
                request.pool());
    }

    private ConfigChange options(ConfigChange extra) {
        ConfigChange options = extra;
        for (Map.Entry<String, String> option : request.options().entrySet()) {
            if (!GIVEN_OTHERWISE.contains(option.getKey())) {
                options = options.set(option.getKey(), option.getValue());
            }
        }
        return options;
    }
}
