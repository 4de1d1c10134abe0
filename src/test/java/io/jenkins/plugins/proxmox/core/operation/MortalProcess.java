package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiEndpoint;
import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.MortalClient;
import io.jenkins.plugins.proxmox.core.api.RetryPolicy;
import io.jenkins.plugins.proxmox.core.api.TlsTrust;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A process that runs an operation, with all that it has in memory. What outlives it is the last checkpoint. */
final class MortalProcess implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofHours(6);
    private static final long PATIENCE_SECONDS = 60;

    /** Where checkpoints are written. */
    static final class Disk {
        private String json;
        private int saves;

        synchronized Optional<String> read() {
            return Optional.ofNullable(json);
        }

        synchronized void write(String text) {
            json = text;
            saves++;
        }

        synchronized int saves() {
            return saves;
        }
    }

    /**
     * How an operation ended.
     *
     * @param value what it gave, if it succeeded
     * @param failure why it failed, if it did
     */
    record Ending(Object value, Throwable failure) {}

    final List<String> console = new CopyOnWriteArrayList<>();
    private final MortalClient life;
    private final ApiClient client;
    private final OperationRunner runner;
    private final Disk disk;

    MortalProcess(EmbeddedProxmox proxmox, MortalClient life, Disk disk) {
        this.life = life;
        this.disk = disk;
        client = life.connect(new ApiClient.Settings(
                ApiEndpoint.parse(proxmox.url().toString()),
                new TlsTrust.Fingerprint(proxmox.fingerprint()),
                Credentials.ApiToken.parse(proxmox.token()),
                "proxmox-guests",
                new RetryPolicy(4, Duration.ZERO, RandomGenerator.getDefault(), pause -> {}),
                InstantSource.system()));
        runner = new OperationRunner(client, new FastTime(life));
    }

    /** Takes the operation up where the disk says, or begins it, as a pipeline would. */
    OperationRun<?> begin(Supplier<Operation<?>> operation, OperationOptions options) {
        return disk.read()
                .<OperationRun<?>>map(
                        json -> runner.resume(Operations.of(json), json, options, this::print, checkpoints()))
                .orElseGet(() -> runner.start(operation.get(), options, this::print, checkpoints()));
    }

    <R> OperationRun<R> resume(Operation<R> operation, String json) {
        return resume(operation, json, new OperationOptions(LIMIT, true, true, false));
    }

    <R> OperationRun<R> resume(Operation<R> operation, String json, OperationOptions options) {
        return runner.resume(operation, json, options, this::print, checkpoints());
    }

    /** The end of the operation, or nothing if the process died before. */
    Optional<Ending> run(Supplier<Operation<?>> operation) {
        return await(begin(operation, new OperationOptions(LIMIT, true, true, false)));
    }

    /** Runs an operation of a certain name, of which the disk hears nothing. */
    void run(String id, Operation<?> operation) {
        OperationOptions options = new OperationOptions(LIMIT, true, true, false);
        await(runner.start(id, operation, options, this::print, Checkpoints.NONE));
    }

    Optional<Ending> await(OperationRun<?> run) {
        CompletableFuture<Ending> ending = run.result().handle((value, failure) -> new Ending(value, failure));
        try {
            CompletableFuture.anyOf(ending, life.death()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("It hangs: " + run.status(), e);
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return life.isDead() ? Optional.empty() : Optional.of(ending.join());
    }

    private void print(String line) {
        if (!life.isDead()) {
            console.add(line);
        }
    }

    private Checkpoints checkpoints() {
        return new Checkpoints() {
            @Override
            public void save(String json) {
                if (!life.isDead()) {
                    disk.write(json);
                }
            }

            @Override
            public void forget() {
                // A pipeline looks at no checkpoint of a step that has ended.
            }
        };
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
