package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.slaves.NodeProvisioner.NodeProvisionerInvoker;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jvnet.hudson.test.JenkinsRule;

/** A Jenkins that never looks at its queue for lack of agents by itself, and a cloud whose agents are in its JVM. */
final class DemandLab implements AutoCloseable {
    private static final int NEVER = (int) TimeUnit.DAYS.toMillis(20);
    private static int usual;

    final EmbeddedProxmox proxmox = EmbeddedProxmox.start();
    final JenkinsRule jenkins;
    private final Set<Integer> seeded = vmids(proxmox.cluster().guests());
    private final List<CountDownLatch> gates = new ArrayList<>();

    /** Before a Jenkins is started. */
    static void withoutTicks() {
        usual = NodeProvisionerInvoker.INITIALDELAY;
        NodeProvisionerInvoker.INITIALDELAY = NEVER;
    }

    static void withTicks() {
        NodeProvisionerInvoker.INITIALDELAY = usual;
    }

    DemandLab(JenkinsRule jenkins) throws Exception {
        this.jenkins = jenkins;
        jenkins.jenkins.setNumExecutors(0);
        JenkinsWithProxmox.connect(proxmox);
    }

    static ProxmoxTemplate template(String name, String labels) {
        ProxmoxTemplate template = new ProxmoxTemplate(name, "9000");
        template.setLabels(labels);
        template.setConnector(new InProcessConnector());
        return template;
    }

    static ProxmoxCloud cloud(ProxmoxTemplate... templates) {
        ProxmoxCloud cloud = new ProxmoxCloud("pve");
        cloud.setTemplates(List.of(templates));
        Jenkins.get().clouds.add(cloud);
        return cloud;
    }

    private static Set<Integer> vmids(List<EmbeddedGuest> guests) {
        return guests.stream().map(EmbeddedGuest::vmid).collect(Collectors.toSet());
    }

    /** Builds in the queue or under way, all of which end only when the last of them has begun. */
    final class Builds {
        private final CountDownLatch end;
        private final List<Future<FreeStyleBuild>> futures = new ArrayList<>();
        final Queue<String> places = new ConcurrentLinkedQueue<>();

        /** @param together how many there will be */
        Builds(int together) {
            end = new CountDownLatch(together);
            gates.add(end);
        }

        Builds queue(String label) throws Exception {
            FreeStyleProject job = LifeLab.job(jenkins, build -> {
                places.add(build.getBuiltOnStr());
                end.countDown();
                assertThat(end.await(2, TimeUnit.MINUTES)).isTrue();
            });
            job.setAssignedLabel(Label.get(label));
            futures.add(job.scheduleBuild2(0));
            return this;
        }

        /** Lets them end, even if some are missing. */
        void end() {
            open(end);
        }

        /** Where they were. */
        List<String> awaitSuccess() throws Exception {
            for (Future<FreeStyleBuild> future : futures) {
                jenkins.assertBuildStatusSuccess(future.get(2, TimeUnit.MINUTES));
            }
            return List.copyOf(places);
        }
    }

    List<EmbeddedGuest> guests() {
        return proxmox.cluster().guests().stream()
                .filter(guest -> !seeded.contains(guest.vmid()))
                .toList();
    }

    int clones() {
        return proxmox.tasks().ofType("qmclone").size();
    }

    /** Until nothing is left of all agents, neither nodes nor guests. */
    void awaitNothingLeft() throws Exception {
        LifeLab.awaitAgents(0);
        LifeLab.await(() -> guests().isEmpty());
    }

    @Override
    public void close() {
        gates.forEach(DemandLab::open);
        proxmox.close();
    }

    private static void open(CountDownLatch gate) {
        while (gate.getCount() > 0) {
            gate.countDown();
        }
    }
}
