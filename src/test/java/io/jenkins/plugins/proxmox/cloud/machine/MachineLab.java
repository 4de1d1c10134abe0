package io.jenkins.plugins.proxmox.cloud.machine;

import io.jenkins.plugins.proxmox.core.Connected;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.guestagent.GuestCommand;
import io.jenkins.plugins.proxmox.core.guestagent.GuestProcess;
import io.jenkins.plugins.proxmox.core.operation.CloneGuest;
import io.jenkins.plugins.proxmox.core.operation.CloneRequest;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.core.operation.OperationRunner;
import io.jenkins.plugins.proxmox.core.task.PooledTiming;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmoxBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** An embedded Proxmox VE whose guests are machines, without a Jenkins. */
public final class MachineLab implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int THREADS = 2;

    private final EmbeddedProxmox proxmox;
    private final GuestMachines machines;
    private final Connected connected;
    private final PooledTiming timing = new PooledTiming(THREADS, "machine-lab");
    private final Set<Integer> seeded;

    /** @param folder an empty one of its own */
    public MachineLab(EmbeddedProxmoxBuilder builder, Path folder) {
        proxmox = builder.start();
        machines = GuestMachines.in(proxmox, folder);
        connected = Connected.with(proxmox);
        seeded = proxmox.cluster().guests().stream().map(EmbeddedGuest::vmid).collect(Collectors.toSet());
    }

    public EmbeddedProxmox proxmox() {
        return proxmox;
    }

    public GuestMachines machines() {
        return machines;
    }

    <R> R run(Operation<R> operation) {
        return new OperationRunner(connected.client, timing)
                .start(operation, OperationOptions.within(PATIENCE), line -> {})
                .result()
                .join();
    }

    /** Clones as the plugin does, the readiness that the request asks for included. */
    public GuestFacts clone(CloneRequest request) {
        return run(new CloneGuest(request));
    }

    /** A clone of the template with cloud-init, on and with this key, of which is waited for what the text says. */
    public GuestFacts cloneMachine(SshKey key, String waitFor) {
        return clone(
                new CloneRequest("9000").sshKeys(key.publicText()).start(true).waitFor(waitFor));
    }

    /** Starts a command by the guest agent of a VM, and does not wait for its end. */
    public GuestProcess execute(int vmid, String... command) {
        return connected
                .cluster
                .node(guest(vmid).node())
                .virtualMachines()
                .get(new VmId(vmid))
                .guestAgent()
                .exec(GuestCommand.of(List.of(command)));
    }

    public EmbeddedGuest guest(int vmid) {
        return proxmox.cluster().guest(vmid).orElseThrow();
    }

    /** The guests that were not there at the start. */
    public List<EmbeddedGuest> newGuests() {
        return proxmox.cluster().guests().stream()
                .filter(guest -> !seeded.contains(guest.vmid()))
                .toList();
    }

    /** Whether there are that many such guests, now or soon. */
    public boolean awaitNewGuests(int count) {
        return proxmox.cluster().await(cluster -> newGuests().size() == count);
    }

    @Override
    public void close() {
        try {
            timing.close();
            connected.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            proxmox.close();
            machines.close();
        }
    }
}
