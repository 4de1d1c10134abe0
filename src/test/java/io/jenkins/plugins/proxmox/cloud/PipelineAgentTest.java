package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.demand.BlockTemplates;
import io.jenkins.plugins.proxmox.cloud.demand.QueueDemand;
import io.jenkins.plugins.proxmox.cloud.pipeline.BlockTemplate;
import io.jenkins.plugins.proxmox.cloud.pipeline.ProxmoxAgentStep;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.core.placement.CircuitBreaker;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.security.ClassFilterImpl;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Agents that pipelines define for a block of theirs. */
@WithJenkins
class PipelineAgentTest {
    private final CloudInProcess cloud = new CloudInProcess();

    @AfterEach
    void close() {
        cloud.close();
    }

    private static WorkflowRun run(JenkinsRule jenkins, Result result, String script) throws Exception {
        return jenkins.buildAndAssertStatus(result, JenkinsWithProxmox.pipeline(jenkins, script));
    }

    @Test
    void aBlockHasAFreshAgentForEachOfItsNodes(JenkinsRule jenkins) throws Exception {
        cloud.configure(jenkins, new InProcessConnector());

        WorkflowRun run = run(jenkins, Result.SUCCESS, """
                def given = proxmoxAgent(template: 'debian', cpus: 3, memory: 3072) {
                    node(PROXMOX_LABEL) { echo "first on ${env.NODE_NAME}!" }
                    node(PROXMOX_LABEL) { echo "then on ${env.NODE_NAME}!" }
                    'value'
                }
                echo "has given ${given}, and its label is ${env.PROXMOX_LABEL}"
                """);

        jenkins.assertLogContains("has given value, and its label is null", run);
        String log = JenkinsRule.getLog(run);
        assertThat(agents(log)).hasSize(2).doesNotHaveDuplicates().allMatch(name -> name.startsWith("debian-"));
        cloud.assertNothingIsLeft();
        assertThat(cloud.proxmox().tasks().ofType("qmclone")).hasSize(2);
    }

    @Test
    void theExampleWorks(JenkinsRule jenkins) throws Exception {
        cloud.configure(jenkins, new InProcessConnector());
        WorkflowJob job = JenkinsWithProxmox.pipeline(jenkins, JenkinsWithProxmox.example("own-agents.Jenkinsfile"));

        try (LogRecorder rejected =
                new LogRecorder().record(ClassFilterImpl.class, Level.WARNING).capture(1)) {
            jenkins.assertLogContains("Build 1 runs on a fresh debian", jenkins.buildAndAssertSuccess(job));
            assertThat(rejected.getMessages())
                    .as("what Jenkins would not write to disk")
                    .isEmpty();
        }
        cloud.assertNothingIsLeft();
    }

    private static List<String> agents(String log) {
        Matcher name = Pattern.compile("on (\\S+)!").matcher(log);
        return name.results().map(it -> it.group(1)).toList();
    }

    @Test
    void theGuestIsAsTheBlockWantsIt(JenkinsRule jenkins) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        List<Integer> cores = new CopyOnWriteArrayList<>();
        cloud.configure(jenkins, InProcessConnector.plan("look at cores", connecting -> {
            cores.add(InProcessConnector.agent(connecting)
                    .getTemplate()
                    .getHardware()
                    .getCores());
            over.countDown();
        }));

        run(jenkins, Result.SUCCESS, "proxmoxAgent(template: 'debian', cpus: 3) { node(PROXMOX_LABEL) { echo 'in' } }");

        over.await();
        assertThat(cores).containsExactly(3);
        assertThat(CloudSettings.find("lab").orElseThrow().getTemplates())
                .singleElement()
                .satisfies(template -> assertThat(template.getHardware()).isNull());
        cloud.assertNothingIsLeft();
    }

    @Test
    void oneAgentServesAllNodesIfWanted(JenkinsRule jenkins) throws Exception {
        cloud.configure(jenkins, new InProcessConnector());

        WorkflowRun run = run(jenkins, Result.SUCCESS, """
                proxmoxAgent(template: 'debian', reuse: true) {
                    node(PROXMOX_LABEL) { echo "first on ${env.NODE_NAME}!" }
                    node(PROXMOX_LABEL) { echo "then on ${env.NODE_NAME}!" }
                }
                """);

        assertThat(agents(JenkinsRule.getLog(run)).stream().distinct()).hasSize(1);
        cloud.assertNothingIsLeft();
    }

    @Test
    void nothingIsLeftOfABlockThatFails(JenkinsRule jenkins) throws Exception {
        cloud.configure(jenkins, new InProcessConnector());

        WorkflowRun run = run(jenkins, Result.FAILURE, """
                proxmoxAgent(template: 'debian', reuse: true) {
                    node(PROXMOX_LABEL) { error 'went wrong' }
                }
                """);

        jenkins.assertLogContains("went wrong", run);
        cloud.assertNothingIsLeft();
    }

    @Test
    void nothingIsLeftOfABlockThatIsAbortedWhileItsAgentIsOnItsWay(JenkinsRule jenkins) throws Exception {
        CountDownLatch connecting = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        cloud.configure(jenkins, InProcessConnector.plan("hangs", it -> {
            connecting.countDown();
            never.await();
        }));
        WorkflowRun run = JenkinsWithProxmox.pipeline(
                        jenkins, "proxmoxAgent(template: 'debian') { node(PROXMOX_LABEL) { echo 'in' } }")
                .scheduleBuild2(0)
                .waitForStart();
        connecting.await();

        run.getExecutor().interrupt(Result.ABORTED);

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        cloud.assertNothingIsLeft();
        never.countDown();
    }

    @Test
    void noOtherBuildGetsTheAgentOrHasOneMade(JenkinsRule jenkins) throws Exception {
        jenkins.jenkins.setNumExecutors(0);
        ProxmoxTemplate template = cloud.configure(jenkins, new InProcessConnector());
        template.setMode(Node.Mode.NORMAL);
        WorkflowRun first = JenkinsWithProxmox.pipeline(
                        jenkins,
                        "proxmoxAgent(template: 'debian', reuse: true) { node(PROXMOX_LABEL) { echo 'up' }; sleep 600 }")
                .scheduleBuild2(0)
                .waitForStart();
        jenkins.waitForMessage("Sleeping for", first);
        ProxmoxAgent agent = AgentFleet.agents().get(0);
        String label = agent.getLabelString();

        FreeStyleProject curious = jenkins.createFreeStyleProject();
        curious.setAssignedLabel(Label.get(label));
        QueueTaskFuture<FreeStyleBuild> second = curious.scheduleBuild2(0);
        Queue.getInstance().maintain();

        assertThat(Queue.getInstance().getBuildableItems()).singleElement().satisfies(item -> {
            assertThat(item.task).isSameAs(curious);
            assertThat(agent.canTake(item)).isNotNull();
            assertThat(QueueDemand.unmet(Label.get(label))).isZero();
        });
        LifeLab.await(() -> agent.toComputer().countIdle() == 1);
        second.cancel(true);
        for (Label wanted : new Label[] {null, Label.parseExpression("!windows")}) {
            FreeStyleProject anywhere = jenkins.createFreeStyleProject();
            anywhere.setAssignedLabel(wanted);
            FreeStyleBuild built = anywhere.scheduleBuild2(0).get(1, TimeUnit.MINUTES);
            assertThat(built.getBuiltOn()).isNotSameAs(agent);
        }
        first.getExecutor().interrupt(Result.ABORTED);
        jenkins.waitForCompletion(first);
        cloud.assertNothingIsLeft();
    }

    @Test
    void theLimitOfTheTemplateCounts(JenkinsRule jenkins) throws Exception {
        ProxmoxTemplate template = cloud.configure(jenkins, new InProcessConnector());
        template.setLimit(1);
        CloudSettings lab = CloudSettings.find("lab").orElseThrow();
        BlockTemplates blocks = BlockTemplates.get();
        ProxmoxAgentStep wish = new ProxmoxAgentStep("debian");
        ProxmoxTemplate own = new BlockTemplate(wish, "block-a", "job#1").in(lab);
        blocks.open(lab.getId(), own);

        assertThat(blocks.serving(lab, Label.get("block-a"))).containsExactly(own);
        assertThat(blocks.serving(lab, Label.get("debian"))).isEmpty();
        assertThat(blocks.serving(lab, Label.parseExpression("!windows"))).isEmpty();
        assertThat(AgentFleet.get().add(lab, own).agent()).isPresent();
        assertThat(AgentFleet.get().add(lab, template).obstacle()).contains("debian");
        assertThat(AgentFleet.get().add(lab, own).obstacle()).contains("debian");

        blocks.close("block-a");
        assertThat(blocks.serving(lab, Label.get("block-a"))).isEmpty();
        cloud.assertNothingIsLeft();
    }

    @Test
    void onlyOtherHardwareHasAnotherCircuitBreaker(JenkinsRule jenkins) throws Exception {
        cloud.configure(jenkins, new InProcessConnector());
        CloudSettings lab = CloudSettings.find("lab").orElseThrow();
        ProxmoxAgentStep wish = new ProxmoxAgentStep("debian");
        assertThat(new BlockTemplate(wish, "a", "job#1").in(lab).breakerName()).isEqualTo("debian");
        wish.setMemory(1 << 20);
        ProxmoxTemplate own = new BlockTemplate(wish, "a", "job#1").in(lab);
        assertThat(own.breakerName()).isEqualTo("debian\njob");

        CircuitBreaker breaker = AgentFleet.get().breakers().of(lab.getId(), own.breakerName());
        breaker.begin("debian-1");
        breaker.failed("debian-1", "No node has room");
        HtmlPage page = CloudLab.looking(jenkins, null).goTo("cloud/lab/");
        assertThat(page.getElementById("proxmox-templates").asNormalizedText())
                .contains("works", "as a job wants it: ", "No node has room");
        jenkins.createFreeStyleProject("job");
        page = jenkins.createWebClient().goTo("cloud/lab/");
        assertThat(page.getElementById("proxmox-templates").asNormalizedText()).contains("as job wants it: ");
        jenkins.submit(page.getFormByName("reset-debian"));
        assertThat(breaker.state()).isInstanceOf(CircuitBreaker.Closed.class);
        assertThat(AgentFleet.get().breakers().of(lab.getId(), own.breakerName()))
                .as("what works need not be remembered")
                .isNotSameAs(breaker);
    }

    @Test
    void anAgentThatComesWhenTheBlockIsOverIsRemoved(JenkinsRule jenkins) throws Exception {
        cloud.configure(jenkins, new InProcessConnector());
        CloudSettings lab = CloudSettings.find("lab").orElseThrow();

        AgentFleet.get().add(lab, new BlockTemplate(new ProxmoxAgentStep("debian"), "over", "job#1").in(lab));

        cloud.assertNothingIsLeft();
    }

    @Test
    void aBlockOfARenamedJobStaysItsOwn(JenkinsRule jenkins) throws Exception {
        cloud.configure(jenkins, new InProcessConnector());
        WorkflowJob job = JenkinsWithProxmox.pipeline(jenkins, """
                proxmoxAgent(template: 'debian') {
                    sleep 600
                }
                """);
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Sleeping for", run);
        ProxmoxTemplate own = new BlockTemplate(new ProxmoxAgentStep("debian"), "mine", job.getFullName() + "#1")
                .in(CloudSettings.find("lab").orElseThrow());
        BlockTemplates.get().open("lab", own);

        job.renameTo("renamed");

        assertThat(own.reservedFor()).contains("renamed#1");
        run.getExecutor().interrupt(Result.ABORTED);
        jenkins.waitForCompletion(run);
        assertThat(BlockTemplates.get().serving(CloudSettings.find("lab").orElseThrow(), Label.get("mine")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            template: 'windows'             | No cloud has a template 'windows'; there are debian
            template: 'debian', cpus: 0     | cpus is 0, and must be 1 at least
            template: 'debian', cpus: 9     | cpus is 9, and the template 'debian' allows pipelines 8 at most
            template: 'debian', cpus: 8, memory: 4097 | memory is 4097, and the template 'debian' allows pipelines 4096
            template: 'debian', diskSize: 51 | diskSize is 51, and the template 'debian' allows pipelines 50 at most
            template: 'debian', memory: 4   | memory is 4, and must be 64 at least
            template: 'debian', cloud: 'x'  | There is no cloud 'x'
            template: 'both'                | Several clouds have a template 'both', so it takes one of them: lab2, lab3
            template: 'closed'              | does not let pipelines define agents out of it
            cloud: 'lab'                    | No cloud has a template ''
            """)
    void whatCanNotBeRightFails(String arguments, String message, JenkinsRule jenkins) throws Exception {
        ProxmoxTemplate debian = cloud.configure(jenkins, new InProcessConnector());
        debian.setMaxCores(8);
        debian.setMaxMemory(4096);
        debian.setMaxDiskSize(50);
        ProxmoxTemplate closed = new ProxmoxTemplate("closed", "debian-12");
        closed.setAdaptable(false);
        jenkins.jenkins.clouds.add(CloudInProcess.cloud("lab2", new ProxmoxTemplate("both", "debian-12")));
        jenkins.jenkins.clouds.add(CloudInProcess.cloud("lab3", new ProxmoxTemplate("both", "debian-12")));
        jenkins.jenkins.clouds.add(CloudInProcess.cloud("lab4", closed));

        WorkflowRun run = run(jenkins, Result.FAILURE, "proxmoxAgent(" + arguments + ") { echo 'in' }");

        jenkins.assertLogContains(message, run);
        jenkins.assertLogNotContains("\tat ", run);
    }

    @Test
    void aStepWithoutABlockSaysSo(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = run(jenkins, Result.FAILURE, "proxmoxAgent template: 'debian'");

        jenkins.assertLogContains("proxmoxAgent step must be called with a body", run);
    }
}
