package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiEndpoint;
import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.RetryPolicy;
import io.jenkins.plugins.proxmox.core.api.TlsTrust;
import io.jenkins.plugins.proxmox.core.task.PooledTiming;
import io.jenkins.plugins.proxmox.core.value.VmIdRange;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** An embedded Proxmox VE, and operations that run on it. */
final class Lab implements AutoCloseable {
    final EmbeddedProxmox proxmox;
    final OperationRunner runner;
    final Lines console = new Lines();
    private final ApiClient client;
    private final PooledTiming timing = new PooledTiming(4, "lab");

    /** What an operation tells; a test can wait for a line of it. */
    static final class Lines extends CopyOnWriteArrayList<String> {
        private static final long serialVersionUID = 1L;
        private static final long PATIENCE_SECONDS = 90;

        @Override
        public synchronized boolean add(String line) {
            boolean added = super.add(line);
            notifyAll();
            return added;
        }

        /** Whether the line is there, now or soon. */
        synchronized boolean await(String line) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!contains(line)) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        }
    }

    private Lab(EmbeddedProxmox proxmox, String token, Optional<VmIdRange> vmIdRange) {
        this.proxmox = proxmox;
        client = new ApiClient(new ApiClient.Settings(
                ApiEndpoint.parse(proxmox.url().toString()),
                new TlsTrust.Fingerprint(proxmox.fingerprint()),
                Credentials.ApiToken.parse(token),
                "proxmox-guests",
                new RetryPolicy(4, Duration.ZERO, RandomGenerator.getDefault(), pause -> {}),
                InstantSource.system()));
        runner = new OperationRunner(client, timing, vmIdRange);
    }

    static Lab start() {
        return start(PveVersion.V8);
    }

    static Lab start(PveVersion version) {
        return start(version, Optional.empty());
    }

    static Lab start(PveVersion version, Optional<VmIdRange> vmIdRange) {
        EmbeddedProxmox proxmox = EmbeddedProxmox.builder().version(version).start();
        return new Lab(proxmox, proxmox.token(), vmIdRange);
    }

    /** A client of a Proxmox VE that was started for a test already. */
    static Lab of(EmbeddedProxmox proxmox) {
        return new Lab(proxmox, proxmox.token(), Optional.empty());
    }

    /** Another client of the same Proxmox VE. */
    Lab as(String token) {
        return as(token, Optional.empty());
    }

    /** Another client that takes its VMIDs from a range. */
    Lab as(String token, Optional<VmIdRange> vmIdRange) {
        return new Lab(proxmox, token, vmIdRange);
    }

    <R> OperationRun<R> begin(Operation<R> operation) {
        return runner.start(operation, OperationOptions.within(Duration.ofMinutes(1)), console::add);
    }

    <R> OperationRun<R> begin(Operation<R> operation, OperationOptions options) {
        return runner.start(operation, options, console::add);
    }

    <R> R run(Operation<R> operation) {
        return result(begin(operation));
    }

    /** The end of an operation; its failure as it was thrown. */
    static <R> R result(OperationRun<R> run) {
        try {
            return run.result().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ProxmoxException failure ? failure : e;
        }
    }

    /** How often something was asked of Proxmox that changes something. */
    long changes() {
        return proxmox.requests().all().stream()
                .filter(request -> !request.method().equals("GET"))
                .count();
    }

    @Override
    public void close() throws IOException {
        timing.close();
        client.close();
        proxmox.close();
    }
}
