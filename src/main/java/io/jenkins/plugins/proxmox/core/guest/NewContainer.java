package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.Names;
import io.jenkins.plugins.proxmox.core.value.Password;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.List;
import java.util.Optional;

/**
 * A container that is to be made. It is unprivileged on every release, unless {@link #privileged()} says otherwise.
 *
 * @param template what it is made from, as in {@code local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst}
 * @param storage where its root file system goes
 * @param rootSize of its root file system
 * @param name its host name; Proxmox calls it {@code CT201} if absent
 * @param password of root, if it shall have one
 * @param sshKeys public keys with which root can log in, one a line of an {@code authorized_keys} file
 * @param unprivileged whether its root is an ordinary user of the node
 * @param options the rest of its configuration
 * @param pool of which it becomes a member, when the task ends
 */
public record NewContainer(
        VmId vmid,
        VolumeId template,
        String storage,
        DataSize rootSize,
        Optional<GuestName> name,
        Optional<Password> password,
        List<String> sshKeys,
        boolean unprivileged,
        ConfigChange options,
        Optional<String> pool) {
    private static final DataSize USUAL_SIZE = DataSize.ofGiB(4);

    /**
     * @throws ProxmoxException with {@link io.jenkins.plugins.proxmox.core.api.Problem.Parameter} if one of them can't be
     *     right
     */
    public NewContainer {
        storage = Names.storage(storage);
        pool = pool.map(Names::pool);
        NewVirtualMachine.refuseDeletions(options);
        if (!template.name().startsWith("vztmpl/")) {
            throw ProxmoxException.invalid(
                    "ostemplate",
                    "'" + template + "' is no template of containers; expected is a volume as in"
                            + " local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst");
        }
        if (rootSize.bytes() == 0) {
            throw ProxmoxException.invalid("rootfs", "A root file system of size 0 can't hold a container");
        }
        if (options.set().containsKey("rootfs")) {
            throw ProxmoxException.invalid("rootfs", "rootfs is given by storage and size already");
        }
        sshKeys = sshKeys.stream().map(String::strip).toList();
        sshKeys.stream().filter(key -> !key.matches("\\S+ \\S+.*")).findFirst().ifPresent(key -> {
            throw ProxmoxException.invalid(
                    "ssh-public-keys",
                    "'" + key + "' is no SSH public key; expected is a line as in authorized_keys, such as ssh-ed25519"
                            + " AAAA... name");
        });
    }

    /** One with a root file system of 4 GiB and nothing else. */
    public static NewContainer of(VmId vmid, VolumeId template, String storage) {
        return new NewContainer(
                vmid,
                template,
                storage,
                USUAL_SIZE,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                true,
                ConfigChange.none(),
                Optional.empty());
    }

    /** This one with another size of its root file system. */
    public NewContainer rootSize(DataSize size) {
        return new NewContainer(vmid, template, storage, size, name, password, sshKeys, unprivileged, options, pool);
    }

    /** This one with a host name. */
    public NewContainer named(GuestName newName) {
        return new NewContainer(
                vmid,
                template,
                storage,
                rootSize,
                Optional.of(newName),
                password,
                sshKeys,
                unprivileged,
                options,
                pool);
    }

    /** This one with a password for root. */
    public NewContainer password(Password newPassword) {
        return new NewContainer(
                vmid,
                template,
                storage,
                rootSize,
                name,
                Optional.of(newPassword),
                sshKeys,
                unprivileged,
                options,
                pool);
    }

    /** This one with keys with which root can log in. */
    public NewContainer sshKeys(List<String> keys) {
        return new NewContainer(vmid, template, storage, rootSize, name, password, keys, unprivileged, options, pool);
    }

    /** This one with a root that is root on the node as well; PVE 9 wants {@code Sys.Modify} on {@code /} for that. */
    public NewContainer privileged() {
        return new NewContainer(vmid, template, storage, rootSize, name, password, sshKeys, false, options, pool);
    }

    /** This one with further options. */
    public NewContainer with(ConfigChange newOptions) {
        return new NewContainer(
                vmid, template, storage, rootSize, name, password, sshKeys, unprivileged, newOptions, pool);
    }

    /** This one in a pool. */
    public NewContainer inPool(String newPool) {
        return new NewContainer(
                vmid,
                template,
                storage,
                rootSize,
                name,
                password,
                sshKeys,
                unprivileged,
                options,
                Optional.of(newPool));
    }

    Parameters parameters() {
        Parameters parameters = Parameters.NONE
                .with("vmid", vmid)
                .with("ostemplate", template)
                .with("rootfs", storage + ":" + rootSize.gibText())
                .with("hostname", name)
                .with("password", password.map(Password::reveal))
                .with("unprivileged", unprivileged)
                .with("pool", pool);
        return NewVirtualMachine.with(
                sshKeys.isEmpty() ? parameters : parameters.with("ssh-public-keys", String.join("\n", sshKeys)),
                options);
    }
}
