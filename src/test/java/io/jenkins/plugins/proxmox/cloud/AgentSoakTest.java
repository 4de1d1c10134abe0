package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.tasks.LogRotator;
import io.jenkins.plugins.proxmox.Disposals;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.connector.Connecting;
import io.jenkins.plugins.proxmox.cloud.settings.AgentHardware;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.cloud.settings.ReusableLife;
import io.jenkins.plugins.proxmox.cloud.sweep.DuplicateControllerMonitor;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.run.AgentOperation;
import io.jenkins.plugins.proxmox.run.ControllerIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.resourcedisposer.AsyncResourceDisposer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestBuilder;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/**
 * Many agents, with all that can go wrong, under controllers that are restarted in the midst of it: nothing is left in the end,
 * nothing of others is touched, and no limit was ever exceeded. How many there are is told by {@code -Dproxmox.soak.agents}, without which nothing is run,
 * and by {@code -Dproxmox.soak.seed} which ones have bad luck.
 */
@EnabledIfSystemProperty(
        named = "proxmox.soak.agents",
        matches = "\\d+",
        disabledReason = "takes minutes; -Dproxmox.soak.agents=60 runs it")
class AgentSoakTest {
    private static final int AGENTS = Integer.getInteger("proxmox.soak.agents", 60);
    private static final long SEED = Long.getLong("proxmox.soak.seed", 6);
    private static final int SESSIONS = Math.max(3, AGENTS / 60);
    private static final int WAITING_BUILDS = 10;
    private static final int TICK_MILLIS = 40;

    /** Tests that take longer are ended by Jenkins' harness. */
    private static final long SESSION = TimeUnit.SECONDS.toNanos(Integer.getInteger("proxmox.soak.session", 130));

    private static final String NAME = "work";
    private static final int PATIENCE_MILLIS = 20_000;
    private static volatile boolean calm;

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final Random random = new Random(SEED);
    private final SoakHeap heap = new SoakHeap();
    private final List<Long> spent = new ArrayList<>();
    private SoakLab lab;
    private SoakFaults faults;
    private int builds;

    @AfterEach
    void close() {
        if (lab != null) {
            lab.close();
        }
    }

    static List<ProxmoxTemplate> templates(int memory) {
        List<ProxmoxTemplate> templates = new ArrayList<>();
        for (String name : SoakLab.TEMPLATES) {
            ProxmoxTemplate template = new ProxmoxTemplate(name, "debian-12");
            template.setLabels(name);
            template.setLimit(SoakLab.TEMPLATE_LIMIT);
            template.setStartupMinutes(1);
            template.setConnector(InProcessConnector.plan("soak", it -> {}));
            AgentHardware hardware = new AgentHardware();
            hardware.setMemory(memory);
            template.setHardware(hardware);
            templates.add(template);
        }
        ReusableLife life = new ReusableLife();
        life.setUses(3);
        life.setIdleMinutes(3);
        templates.get(1).setLife(life);
        return templates;
    }

    @Test
    void nothingIsLeftAndNothingOfOthersIsTouchedWhateverGoesWrong() throws Throwable {
        long begun = System.nanoTime();
        sessions.then(this::begin);
        for (int session = 1; session <= SESSIONS; session++) {
            int target = AGENTS * session / SESSIONS;
            sessions.then(jenkins -> work(target));
        }
        sessions.then(this::end);
        System.out.println("Soak, seed " + SEED + ": " + lab.agents.size() + " agents, " + builds + " builds, "
                + SESSIONS + " restarts, " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)
                + " s; at most " + lab.most() + "; MiB of heap at each start " + heap + "; seconds " + spent
                + "; what went wrong: "
                + faults.counts());
        heap.assertFlat();
    }

    private void begin(JenkinsRule jenkins) throws Exception {
        lab = new SoakLab(EmbeddedProxmox.start(), ControllerIdentity.id());
        faults = new SoakFaults(lab, random);
        jenkins.jenkins.setNumExecutors(0);
        JenkinsWithProxmox.connect(lab.proxmox);
        ProxmoxCloud cloud = new ProxmoxCloud("pve");
        cloud.setLimit(SoakLab.CLOUD_LIMIT);
        cloud.setNodeLimit(SoakLab.NODE_LIMIT);
        cloud.setTemplates(templates(512));
        jenkins.jenkins.clouds.add(cloud);
        for (String label : List.of("debian", "small", "debian||small")) {
            FreeStyleProject job = jenkins.createFreeStyleProject(NAME + "-" + label.replace("|", ""));
            job.setAssignedLabel(Label.get(label));
            job.setConcurrentBuild(true);
            job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("number", "")));
            job.setBuildDiscarder(new LogRotator(-1, 20, -1, -1));
            job.getBuildersList().add(new Work());
        }
        jenkins.jenkins.save();
    }

    /** Ends in the midst of it. */
    private void work(int target) throws Exception {
        lab.proxmox.requests().clear();
        heap.measure();
        calm = false;
        Random luck = new Random(random.nextLong());
        InProcessConnector.plan("soak", connecting -> connect(luck.nextInt(100), connecting));
        long end = System.nanoTime() + SESSION;
        Object pause = new Object();
        int tick = 0;
        while (lab.agents.size() < target && System.nanoTime() < end) {
            feed();
            if (random.nextInt(3) == 0 && faults.total() < lab.agents.size()) {
                faults.happen();
            }
            if (tick++ % 20 == 0) {
                faults.lookAfter();
            }
            synchronized (pause) {
                pause.wait(TICK_MILLIS);
            }
        }
        assertThat(lab.limitBroken).as(this::standing).isEmpty();
        spent.add(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - (end - SESSION)));
        assertThat(lab.agents.size())
                .as(() -> "agents so far, with " + standing())
                .isGreaterThanOrEqualTo(target);
    }

    /** What there is at this moment, for whoever has to find out why something is left or does not go on. */
    private String standing() {
        return String.join(
                "\n",
                "agents " + LifeLab.describe(),
                "slots " + AgentFleet.get().occupancy().capacity("lab").slots(),
                "operations " + AgentOperation.all(),
                "disposals "
                        + AsyncResourceDisposer.get().getBacklog().stream()
                                .map(it -> it.getDisposable() + ": "
                                        + it.getLastState().getDisplayName())
                                .toList(),
                "guests "
                        + lab.guests().stream()
                                .map(it -> it.vmid() + " " + it.name() + " " + it.status() + " " + it.lock() + " "
                                        + it.config().get("tags") + " "
                                        + it.config().get("description") + history(it.vmid()))
                                .toList(),
                "tasks "
                        + lab.proxmox.tasks().all().stream()
                                .filter(it -> it.isRunning())
                                .map(it -> it.upid())
                                .toList(),
                "at most " + lab.most() + lab.limitBroken,
                "faults " + faults.counts());
    }

    /** The changes that were asked for. */
    private List<String> history(int vmid) {
        return lab.proxmox.requests().all().stream()
                .filter(it -> !it.method().equals("GET")
                        && (it.path().contains("/" + vmid)
                                || it.parameter("newid").equals(Optional.of("" + vmid))))
                .map(it -> "\n    " + it)
                .toList();
    }

    private void connect(int luck, Connecting connecting) throws IOException, InterruptedException {
        if (calm || luck >= 12) {
            return;
        }
        if (luck < 2) {
            faults.counted("agent: never connects");
            connecting.pause(connecting.deadline().left());
        } else {
            faults.counted("agent: can't be connected to");
        }
        throw new IOException("Connection refused");
    }

    private void feed() {
        Jenkins jenkins = Jenkins.get();
        List<FreeStyleProject> jobs = jenkins.getAllItems(FreeStyleProject.class);
        while (jenkins.getQueue().getItems().length < WAITING_BUILDS) {
            String number = String.valueOf(++builds);
            jobs.get(random.nextInt(jobs.size()))
                    .scheduleBuild2(0, new ParametersAction(new StringParameterValue("number", number)));
        }
    }

    private void end(JenkinsRule jenkins) throws Exception {
        lab.proxmox.faults().clear();
        lab.proxmox.requests().clear();
        heap.measure();
        calm = true;
        jenkins.jenkins.getQueue().clear();
        LifeLab.await(() -> {
            Arrays.stream(Jenkins.get().getComputers())
                    .map(Computer::getExecutors)
                    .flatMap(List::stream)
                    .filter(Executor::isBusy)
                    .forEach(Executor::interrupt);
            // Those whose clone hangs would be given up by themselves only after a minute.
            for (ProxmoxAgent agent : AgentFleet.agents()) {
                jenkins.jenkins.removeNode(agent);
            }
            lab.pass(Duration.ofMinutes(1));
            faults.lookAfter();
            return AgentFleet.agents().isEmpty();
        });
        try {
            LifeLab.await(() -> {
                faults.lookAfter();
                lab.pass(Duration.ofMinutes(1));
                return lab.guests().isEmpty() && Disposals.waiting().isEmpty();
            });
        } catch (AssertionError e) {
            throw new AssertionError("Something is left: " + standing(), e);
        }
        assertThat(lab.disturbed()).as("guests of others that have changed").isEmpty();
        assertThat(lab.violations).isEmpty();
        assertThat(lab.limitBroken).isEmpty();
        assertThat(AgentFleet.get().occupancy().capacity("lab").slots()).isEmpty();
        assertThat(AgentOperation.all()).isEmpty();
        assertThat(Jenkins.get()
                        .getExtensionList(DuplicateControllerMonitor.class)
                        .get(0)
                        .isActivated())
                .isFalse();
    }

    /** A build of one kind or another, by its number. */
    public static final class Work extends TestBuilder {
        private static final long serialVersionUID = 1L;
        private static final int KINDS = 10;

        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws InterruptedException, IOException {
            int kind = Integer.parseInt(build.getEnvironment(listener).get("number")) % KINDS;
            Object pause = new Object();
            synchronized (pause) {
                if (kind == 0 && !calm) {
                    // Somebody aborts it, perhaps.
                    pause.wait(PATIENCE_MILLIS);
                } else if (kind < 4) {
                    pause.wait(100L * kind + 1);
                }
            }
            return kind != 4;
        }

        /** Unlike others of its kind it is there after a restart, too. */
        @Override
        protected Object writeReplace() {
            return this;
        }
    }
}
