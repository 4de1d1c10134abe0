package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.connector.AgentConnector;
import io.jenkins.plugins.proxmox.cloud.connector.InboundConnector;
import io.jenkins.plugins.proxmox.cloud.connector.SshConnector;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.core.operation.AwaitGuest;
import io.jenkins.plugins.proxmox.core.operation.AwaitedState;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmoxBuilder;
import io.jenkins.plugins.proxmox.embedded.RecordedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * How long it takes from the queue to the first line of a build, where a clone takes 2 s and a boot 5 s. No test by its name, so
 * that it runs only when it is asked for, best with all compilers: {@code mvn test -Dtest=AgentSpeedBench
 * -Dtest.compiler=-XX:+TieredCompilation}.
 */
@WithJenkins
@DisabledOnOs(OS.WINDOWS)
class AgentSpeedBench {
    private static final Duration CLONE = Duration.ofSeconds(2);
    private static final Duration BOOT = Duration.ofSeconds(5);
    private static final int BUILDS = Integer.getInteger("proxmox.bench.builds", 20);
    private static final int CROWD = 50;
    private static final double MOST = 9;
    private static final double MOST_OF_CROWD = 30;

    static {
        System.setProperty("jenkins.test.timeout", "900");
    }

    @TempDir
    private Path folder;

    private static EmbeddedProxmoxBuilder builder() {
        return EmbeddedProxmox.builder().bootTime(BOOT).timeoutScale(1);
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }

    /** When a stage was reached for the first time, since the build was queued. */
    private static final class Stages {
        private final long begun = System.nanoTime();
        private final Map<String, Double> reached = new ConcurrentHashMap<>();

        void reach(String stage) {
            reached.putIfAbsent(stage, seconds(begun, System.nanoTime()));
        }

        void look(RecordedRequest request) {
            reach("first call");
            String path = request.path();
            boolean good = request.status() < 300;
            if (path.endsWith("/exec-status") || path.endsWith("/exec")) {
                reached.put("last exec", seconds(begun, System.nanoTime()));
            }
            if (path.endsWith("/clone")) {
                reach("clone begun");
            } else if (request.method().equals("PUT")
                    || path.endsWith("/config") && request.method().equals("POST")) {
                reach("clone ended");
            } else if (path.endsWith("/status/start")) {
                reach("started");
            } else if (path.contains("/agent/") && good) {
                reach("guest agent answers");
            }
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private void run(JenkinsRule jenkins, String name, AgentConnector connector) throws Exception {
        try (AgentLab lab = AgentLab.start(folder, builder()).connect(jenkins)) {
            lab.proxmox().tasks().duration("qmclone", CLONE);
            ProxmoxTemplate template = new ProxmoxTemplate("debian", "9000");
            template.setLabels("debian");
            template.setRemoteRoot(lab.machines().remoteFs());
            template.setConnector(connector);
            ProxmoxCloud cloud = new ProxmoxCloud("pve");
            cloud.setTemplates(List.of(template));
            Jenkins.get().clouds.add(cloud);
            List<Stages> all = new ArrayList<>();
            Consumer<RecordedRequest> last =
                    request -> all.stream().skip(Math.max(0, all.size() - 1)).forEach(it -> it.look(request));
            lab.proxmox().requests().listen(last);
            for (int i = 0; i < BUILDS; i++) {
                Stages stages = new Stages();
                FreeStyleProject job = LifeLab.job(jenkins, build -> stages.reach("first line"));
                all.add(stages);
                jenkins.assertBuildStatusSuccess(job.scheduleBuild2(0).get(2, TimeUnit.MINUTES));
                assertThat(lab.awaitNothingLeft()).isTrue();
            }
            report(name, all);
        }
    }

    private static void report(String name, List<Stages> all) {
        Map<String, Double> medians = new LinkedHashMap<>();
        for (String stage :
                List.of("first call", "clone begun", "clone ended", "started", "guest agent answers", "first line")) {
            medians.put(
                    stage,
                    median(all.stream()
                            .map(it -> it.reached.getOrDefault(stage, -1.0))
                            .toList()));
        }
        Stages worst = all.stream()
                .max(Comparator.comparing(it -> it.reached.get("first line")))
                .orElseThrow();
        StringBuilder text = new StringBuilder(name + ", seconds from the queue, medians of " + all.size() + ":");
        medians.forEach((stage, time) -> text.append(String.format(Locale.ROOT, " %s %.2f;", stage, time)));
        System.out.println(
                text + " the worst of them, no. " + all.indexOf(worst) + ": " + new TreeMap<>(worst.reached));
        assertThat(medians.get("first line")).isLessThan(MOST);
    }

    @Test
    void ssh(JenkinsRule jenkins) throws Exception {
        run(jenkins, "SSH", new SshConnector());
    }

    @Test
    void inbound(JenkinsRule jenkins) throws Exception {
        run(jenkins, "Inbound", new InboundConnector());
    }

    /** Fifty JVMs are too many for one machine, so these agents are in this one; their guests boot nevertheless. */
    @Test
    void crowd(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = builder().start()) {
            proxmox.tasks().duration("qmclone", CLONE);
            proxmox.cluster().addVirtualMachine("pve2", 9002, "debian-12").template();
            JenkinsWithProxmox.connect(proxmox);
            ProxmoxTemplate template = new ProxmoxTemplate("debian", "debian-12");
            template.setLabels("debian");
            template.setConnector(InProcessConnector.plan(
                    "boots",
                    connecting -> connecting.run(
                            new AwaitGuest(connecting.mark().vmid().toString(), AwaitedState.AGENT))));
            ProxmoxCloud cloud = new ProxmoxCloud("pve");
            cloud.setTemplates(List.of(template));
            Jenkins.get().clouds.add(cloud);
            CountDownLatch running = new CountDownLatch(CROWD);
            List<FreeStyleProject> jobs = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                jobs.add(LifeLab.job(jenkins, build -> {
                    running.countDown();
                    running.await(2, TimeUnit.MINUTES);
                }));
            }
            long begun = System.nanoTime();
            jobs.forEach(job -> job.scheduleBuild2(0));
            assertThat(running.await(2, TimeUnit.MINUTES)).isTrue();
            double time = seconds(begun, System.nanoTime());
            System.out.printf(Locale.ROOT, "All of %d builds run after %.1f s%n", CROWD, time);
            assertThat(time).isLessThan(MOST_OF_CROWD);
            LifeLab.awaitAgents(0);
        }
    }
}
