package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.MortalClient;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A build that makes a guest, does this and that with it, and removes it. All its fields are what would be on disk; it goes
 * on in the next life of its controller where it was, or is cleaned up after if it can't go on.
 */
final class SoakBuild {
    static final ExecutorService THREADS = Executors.newCachedThreadPool(action -> {
        Thread thread = new Thread(action, "soak-build");
        thread.setDaemon(true);
        return thread;
    });

    private static final Duration LIMIT = Duration.ofHours(6);
    private static final long PATIENCE_SECONDS = 90;
    private static final double ABORTED = 0.1;

    /** One operation of the build, and its last checkpoint. */
    private static final class Step {
        final String id;
        final Supplier<Operation<?>> operation;
        final boolean aborted;
        volatile String checkpoint;

        Step(String id, Supplier<Operation<?>> operation, boolean aborted) {
            this.id = id;
            this.operation = operation;
            this.aborted = aborted;
        }
    }

    private final String controller;
    private final String name;
    private final EmbeddedProxmox proxmox;
    private final Random random;
    private final AtomicInteger operationsLeft;
    private final Queue<String> wrong;
    private Step step;
    private int done;
    private final List<String> snapshots = new ArrayList<>();
    private Mark guest;
    private boolean dead;
    private boolean over;

    SoakBuild(
            String controller,
            int number,
            EmbeddedProxmox proxmox,
            long seed,
            AtomicInteger operationsLeft,
            Queue<String> wrong) {
        this.controller = controller;
        this.name = controller.charAt(0) + "#" + number;
        this.proxmox = proxmox;
        this.operationsLeft = operationsLeft;
        this.wrong = wrong;
        random = new Random(seed);
    }

    boolean isOver() {
        return over;
    }

    /** Its program is lost; whether that makes a difference. */
    boolean die() {
        dead = !over;
        return dead;
    }

    /** Goes on until it has ended, or the process dies. */
    void run(OperationRunner runner, MortalClient life) {
        try {
            while (!over && !life.isDead()) {
                if (dead) {
                    cleanUp(runner, life);
                } else {
                    goOn(runner, life);
                }
            }
        } catch (RuntimeException | Error e) {
            wrong.add(name + ": " + e);
            over = true;
        }
    }

    private void goOn(OperationRunner runner, MortalClient life) {
        if (step == null) {
            Supplier<Operation<?>> next = next();
            step = new Step(name + "-" + done, next, !isLast() && random.nextDouble() < ABORTED);
            operationsLeft.decrementAndGet();
            checkGuest();
        }
        OperationRun<?> run = step.checkpoint == null
                ? runner.start(step.id, step.operation.get(), options(), line -> {}, checkpoints(step, life))
                : runner.resume(
                        Operations.of(step.checkpoint),
                        step.checkpoint,
                        options(),
                        line -> {},
                        checkpoints(step, life));
        if (step.aborted) {
            run.abort();
        }
        await(run, life).ifPresent(this::ended);
    }

    private void ended(MortalProcess.Ending ending) {
        boolean cancelled = ending.failure() instanceof ProxmoxException e && e.is(Problem.Cancelled.class);
        if (ending.failure() != null && !(step.aborted && cancelled)) {
            wrong.add(name + " " + step.id + ": " + ending.failure().getMessage());
        }
        if (guest == null && ending.value() instanceof GuestFacts facts) {
            guest = new Mark(controller, facts.vmid(), step.id, "", Optional.empty());
        }
        if (ending.value() instanceof Map<?, ?> snapshot && snapshot.containsKey("parent")) {
            snapshots.add((String) snapshot.get("name"));
        }
        over = guest == null || isLast();
        done++;
        step = null;
    }

    private boolean isLast() {
        return done >= 2 + Math.floorMod(name.hashCode(), 6);
    }

    private Supplier<Operation<?>> next() {
        if (guest == null) {
            boolean container = random.nextBoolean();
            boolean full = random.nextBoolean();
            return () -> new CloneGuest(new CloneRequest(container ? "debian-ct" : "debian-12")
                    .name("ci")
                    .full(full));
        }
        Mark mine = guest;
        if (isLast()) {
            return () -> DestroyGuest.marked(mine);
        }
        String vmid = mine.vmid().toString();
        return switch (random.nextInt(snapshots.isEmpty() ? 4 : 6)) {
            case 0 -> () -> new ChangePower(vmid, PowerAction.START, null);
            case 1 -> () -> new ChangePower(vmid, PowerAction.STOP, null);
            case 2 -> {
                String fresh = "s" + done;
                yield () -> new TakeSnapshot(vmid, fresh, null, false);
            }
            case 3 -> {
                int cores = 1 + random.nextInt(4);
                yield () -> new ConfigureGuest(
                        new ConfigureRequest(vmid).cores(cores).description("build " + name));
            }
            case 4 -> {
                String oldest = snapshots.remove(0);
                yield () -> new DeleteSnapshot(vmid, oldest, false);
            }
            default -> {
                String newest = snapshots.get(snapshots.size() - 1);
                yield () -> new RollBack(vmid, newest, false);
            }
        };
    }

    /** What a controller does that finds what a build has left. */
    private void cleanUp(OperationRunner runner, MortalClient life) {
        if (step != null && step.checkpoint != null) {
            OperationRun<?> run = runner.resume(
                    Operations.of(step.checkpoint), step.checkpoint, options(), line -> {}, checkpoints(step, life));
            run.abort();
            if (await(run, life).isEmpty()) {
                return;
            }
        }
        step = null;
        if (guest != null) {
            Step destroy = new Step(name + "-end", () -> DestroyGuest.marked(guest), false);
            OperationRun<?> run = runner.start(
                    destroy.id, destroy.operation.get(), options(), line -> {}, checkpoints(destroy, life));
            Optional<MortalProcess.Ending> ending = await(run, life);
            if (ending.isEmpty()) {
                return;
            }
            if (ending.get().failure() != null) {
                wrong.add(name + " cleaning up: " + ending.get().failure().getMessage());
            }
        }
        over = true;
    }

    /** Nobody else has touched the guest since the last operation. */
    private void checkGuest() {
        if (guest == null) {
            return;
        }
        VmId vmid = guest.vmid();
        boolean there = proxmox.cluster()
                .guest(vmid.number())
                .flatMap(it -> Optional.ofNullable(it.config().get("description")))
                .filter(text -> Mark.in(text).stream().anyMatch(guest::isSameAs))
                .isPresent();
        if (!there) {
            wrong.add(name + ": guest " + vmid + " is gone or somebody else's");
        }
    }

    private OperationOptions options() {
        Guard guard = new Guard(Policy.USUAL, "lab", "job");
        return new OperationOptions(LIMIT, true, true, false).by(new Requester(controller, name, guard));
    }

    private static Checkpoints checkpoints(Step step, MortalClient life) {
        return new Checkpoints() {
            @Override
            public void save(String json) {
                if (!life.isDead()) {
                    step.checkpoint = json;
                }
            }

            @Override
            public void forget() {
                // The build has not heard of it yet.
            }
        };
    }

    private Optional<MortalProcess.Ending> await(OperationRun<?> run, MortalClient life) {
        List<CompletableFuture<?>> either = new ArrayList<>();
        CompletableFuture<MortalProcess.Ending> ending = run.result()
                .handle((value, failure) -> new MortalProcess.Ending(
                        value, failure instanceof CompletionException e ? e.getCause() : failure));
        either.add(ending);
        either.add(life.death());
        try {
            CompletableFuture.anyOf(either.toArray(CompletableFuture[]::new)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("It hangs: " + run.status(), e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return life.isDead() ? Optional.empty() : Optional.of(ending.join());
    }
}
