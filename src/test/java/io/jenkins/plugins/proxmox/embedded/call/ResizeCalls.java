package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Sizes;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.task.TaskPlan;

/** Makes disks bigger. */
final class ResizeCalls {
    private final Services services;
    private final GuestKind kind;

    ResizeCalls(Services services, GuestKind kind) {
        this.services = services;
        this.kind = kind;
    }

    void register(Routes routes) {
        routes.on("PUT", GuestCalls.pathOf(kind) + "/resize", this::resize);
    }

    private Guest guest(Call call) {
        return services.dataCenter().guest(kind, call.node(), call.vmid());
    }

    private Answer resize(Call call) {
        ConfigChecks.requireRootFor(call, "skiplock");
        Guest guest = guest(call);
        guest.setting(call.text("disk"))
                .map(value -> Drive.of(call.text("disk"), value))
                .filter(Drive::isVolume)
                .ifPresent(disk -> services.permissions()
                        .require(call.caller(), "/storage/" + disk.storage(), "Datastore.AllocateSpace"));
        if (kind.isVirtualMachine() && !services.version().atLeast(PveVersion.V8)) {
            services.underLock(kind.lockFile(call.vmid()), () -> grow(call));
            return Answer.nothing();
        }
        return services.run(
                call,
                TaskPlan.of("resize", call.vmid())
                        .lock(kind.lockFile(call.vmid()), services.seconds(10))
                        .step(log -> guest(call).requireUnlocked())
                        .work()
                        .step(log -> grow(call)));
    }

    private void grow(Call call) {
        Guest guest = guest(call);
        guest.requireUnlocked();
        if (call.find("digest")
                .filter(digest -> !digest.equals(ConfigText.digest(guest)))
                .isPresent()) {
            throw ApiException.failure("checksum mismatch (file change by other user?)");
        }
        String key = call.text("disk");
        Drive disk = guest.setting(key)
                .map(value -> Drive.of(key, value))
                .orElseThrow(() -> ApiException.failure("disk '" + key + "' does not exist"));
        long old = services.dataCenter()
                .volumes()
                .find(guest.node(), disk.volid())
                .map(Volume::size)
                .orElseThrow(() -> ApiException.failure("volume '" + disk.volid() + "' does not exist"));
        String size = call.text("size");
        long wanted = size.startsWith("+") ? old + Sizes.parse(size.substring(1)) : Sizes.parse(size);
        requireGrowth(old, wanted);
        services.dataCenter().volumes().change(guest.node(), disk.volid(), volume -> volume.withSize(wanted));
        guest.config().put(key, disk.text().with("size", Sizes.format(wanted)).toString());
    }

    private void requireGrowth(long old, long wanted) {
        if (wanted < old) {
            throw ApiException.failure(
                    kind.isVirtualMachine() ? "shrinking disks is not supported" : "unable to shrink disk size");
        }
        // The same size is fine with virtual machines.
        if (wanted == old && !kind.isVirtualMachine()) {
            throw ApiException.failure("disk is already at specified size");
        }
    }
}
