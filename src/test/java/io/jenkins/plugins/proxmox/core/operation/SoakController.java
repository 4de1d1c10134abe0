package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiEndpoint;
import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.MortalClient;
import io.jenkins.plugins.proxmox.core.api.RetryPolicy;
import io.jenkins.plugins.proxmox.core.api.TlsTrust;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** A controller with some builds at a time, which lives many short lives. What its builds have written down stays. */
final class SoakController implements Callable<Void> {
    private static final int BUILDS = 3;
    private static final int LONGEST_LIFE = 250;
    private static final double HOPELESS = 0.2;

    private final String id;
    private final EmbeddedProxmox proxmox;
    private final Random random;
    private final AtomicInteger operationsLeft;
    private final Queue<String> wrong;
    private final List<SoakBuild> builds = new ArrayList<>();
    private int begun;
    private int kills;
    private int dead;

    SoakController(String id, EmbeddedProxmox proxmox, long seed, AtomicInteger operationsLeft, Queue<String> wrong) {
        this.id = id;
        this.proxmox = proxmox;
        this.operationsLeft = operationsLeft;
        this.wrong = wrong;
        random = new Random(seed);
    }

    @Override
    public Void call() throws Exception {
        while (operationsLeft.get() > 0 || !builds.isEmpty()) {
            MortalClient life = operationsLeft.get() > 0
                    ? MortalClient.dyingAt(
                            1 + random.nextInt(LONGEST_LIFE),
                            random.nextBoolean() ? MortalClient.Death.BEFORE : MortalClient.Death.AFTER)
                    : MortalClient.immortal();
            live(life);
        }
        return null;
    }

    /** Until death, or until there is nothing left to be done. */
    private void live(MortalClient life) throws Exception {
        try (ApiClient client = life.connect(settings())) {
            OperationRunner runner = new OperationRunner(client, new FastTime(life));
            while (!life.isDead() && (operationsLeft.get() > 0 || !builds.isEmpty())) {
                while (builds.size() < BUILDS && operationsLeft.get() > 0) {
                    builds.add(new SoakBuild(id, ++begun, proxmox, random.nextLong(), operationsLeft, wrong));
                }
                List<CompletableFuture<Void>> running = builds.stream()
                        .map(build -> CompletableFuture.runAsync(() -> build.run(runner, life), SoakBuild.THREADS))
                        .toList();
                running.forEach(CompletableFuture::join);
                builds.removeIf(SoakBuild::isOver);
            }
        }
        if (life.isDead()) {
            kills++;
            for (SoakBuild build : builds) {
                if (random.nextDouble() < HOPELESS && build.die()) {
                    dead++;
                }
            }
        }
    }

    private ApiClient.Settings settings() {
        return new ApiClient.Settings(
                ApiEndpoint.parse(proxmox.url().toString()),
                new TlsTrust.Fingerprint(proxmox.fingerprint()),
                Credentials.ApiToken.parse(proxmox.token()),
                "proxmox-guests",
                new RetryPolicy(4, Duration.ZERO, RandomGenerator.getDefault(), pause -> {}),
                InstantSource.system());
    }

    int builds() {
        return begun;
    }

    int kills() {
        return kills;
    }

    int deadBuilds() {
        return dead;
    }
}
