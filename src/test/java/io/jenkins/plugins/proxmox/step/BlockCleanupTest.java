package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.proxmox.Disposals;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.connection.ProxmoxConnection;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import io.jenkins.plugins.proxmox.run.KeptGuestAction;
import io.jenkins.plugins.proxmox.run.KeptGuests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What becomes of a block's guest when it can't be destroyed at the end of the block, or shall not be. */
@WithJenkins
class BlockCleanupTest {
    private static final String BLOCK = "withProxmoxGuest(template: 'debian-12', name: 'ci-1')";
    private static final String TASK_OF_BODY = "qmsnapshot";
    private static final String HELD = "proxmoxSnapshot guest: 'build', name: 'held'";

    private final EmbeddedProxmox proxmox = EmbeddedProxmox.start();
    private final int before = proxmox.cluster().guests().size();

    @AfterEach
    void close() {
        proxmox.close();
    }

    private WorkflowRun start(JenkinsRule jenkins, String script) throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        return JenkinsWithProxmox.pipeline(jenkins, script).scheduleBuild2(0).waitForStart();
    }

    /** Starts a block, waits until its body is under way, lets something happen, and lets the body go on. */
    private WorkflowRun during(JenkinsRule jenkins, String body, ThrowingRunnable event) throws Exception {
        Hold hold = proxmox.tasks().hold(TASK_OF_BODY);
        WorkflowRun run = start(jenkins, BLOCK + " { " + HELD + "; " + body + " }");
        proxmox.tasks().awaitTask(task -> task.type().equals(TASK_OF_BODY));
        event.run();
        hold.release();
        return run;
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    private Optional<EmbeddedGuest> guest() {
        return proxmox.cluster().guests().stream()
                .filter(guest -> guest.name().equals("ci-1"))
                .findFirst();
    }

    private void assertDrained() throws Exception {
        assertThat(Disposals.attempt()).isEmpty();
        assertThat(proxmox.cluster().guests()).hasSize(before);
    }

    private void breakCluster() {
        proxmox.faults().call("DELETE", "/nodes/*/qemu/*").always().answer(500, "out of order");
    }

    @Test
    void aGreenBuildStaysGreenAndSaysWhatIsLeft(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = during(jenkins, "echo 'done'", this::breakCluster);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        jenkins.assertLogContains("WARNING: VM ci-1 (", run);
        jenkins.assertLogContains("could not be removed: Destroying ci-1", run);
        jenkins.assertLogContains("out of order", run);
        jenkins.assertLogContains("asynchronous resource disposer", run);
        assertThat(guest()).isPresent();
        assertThat(Disposals.attempt()).singleElement().asString().contains("out of order");
        assertThat(Disposals.waiting())
                .singleElement()
                .satisfies(it -> assertThat(it.getDisplayName())
                        .startsWith("VM ci-1 (")
                        .contains("of the connection 'lab', made for ")
                        .endsWith(run.getUrl()));

        proxmox.faults().clear();
        assertDrained();
    }

    @Test
    void theBodysOwnErrorIsWhatTheBuildFailsWith(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = during(jenkins, "error 'the tests failed'", this::breakCluster);

        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("ERROR: the tests failed", run);
        jenkins.assertLogContains("WARNING: VM ci-1 (", run);

        proxmox.faults().clear();
        assertDrained();
    }

    @Test
    void whoAbortsWhileAClusterOutOfReachIsWaitedForWaitsNoLonger(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = during(
                jenkins,
                "echo 'done'",
                () -> proxmox.faults()
                        .call("GET", "/cluster/resources")
                        .always()
                        .answer(595, "no route"));
        jenkins.waitForMessage("waiting: ", run);
        run.getExecutionPromise().get().interrupt(Result.ABORTED);

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("WARNING: VM ci-1 (", run);
        proxmox.faults().clear();
        assertDrained();
    }

    @Test
    void aConnectionThatIsCalledDifferentlyNowIsNamed(JenkinsRule jenkins) throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        List<ProxmoxConnection> ours = ProxmoxGuestsConfiguration.get().getConnections();
        ProxmoxConnection renamed =
                new ProxmoxConnection("other", ours.get(0).getUrl(), ours.get(0).getCredentialsId());
        WorkflowRun run = during(
                jenkins, "echo 'done'", () -> ProxmoxGuestsConfiguration.get().setConnections(List.of(renamed)));

        jenkins.waitForCompletion(run);
        String told = "There is no connection 'lab'; expected is one of other";
        jenkins.assertLogContains(told, run);
        assertThat(Disposals.attempt()).containsExactly(told);

        ProxmoxGuestsConfiguration.get().setConnections(ours);
        assertDrained();
    }

    @Test
    void aBuildThatIsKilledLeavesItsGuestToTheQueue(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = during(jenkins, "sleep 600", () -> {});
        jenkins.waitForMessage("Sleeping for", run);
        run.doKill();
        jenkins.waitForCompletion(run);

        assertDrained();
    }

    @Test
    void aBuildThatIsKilledWhileItClonesLeavesNothing(JenkinsRule jenkins) throws Exception {
        proxmox.tasks().hold("qmclone");
        WorkflowRun run = start(jenkins, "proxmoxClone template: 'debian-12', name: 'ci-1', full: true");
        proxmox.tasks().awaitTask(task -> task.type().equals("qmclone"));
        run.doKill();
        jenkins.waitForCompletion(run);

        assertDrained();
        assertThat(proxmox.tasks().aborted()).hasSize(1);
    }

    @Test
    void aGuestIsKeptAfterAFailureUntilItsTimeIsOver(JenkinsRule jenkins) throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                JenkinsWithProxmox.pipeline(
                        jenkins,
                        "withProxmoxGuest(template: 'debian-12', name: 'ci-1', keepOnFailure: 8) { error 'no' }"));
        int vmid = guest().orElseThrow().vmid();

        String link = proxmox.url() + "/#v1:0:=qemu%2F" + vmid;
        jenkins.assertLogContains("Keeping VM ci-1 (" + vmid + ") until ", run);
        jenkins.assertLogContains(link, run);
        assertThat(run.getActions(KeptGuestAction.class))
                .singleElement()
                .satisfies(action -> assertThat(action.getUrlName()).isEqualTo(link));
        assertThat(guest().orElseThrow().config().get("description")).contains(" expires=");

        KeptGuests.handOverDue(Instant.now().plus(Duration.ofHours(7)));
        assertThat(Disposals.waiting()).isEmpty();
        run.delete();
        assertThat(Disposals.waiting()).isEmpty();
        KeptGuests.handOverDue(Instant.now().plus(Duration.ofHours(9)));
        assertDrained();
    }

    @Test
    void aGuestIsNotKeptAfterSuccessNorWhereTheBodyNeverBegan(JenkinsRule jenkins) throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        String block = "withProxmoxGuest(template: 'debian-12', name: 'ci-1', start: true, keepOnFailure: '30m')";
        jenkins.buildAndAssertSuccess(JenkinsWithProxmox.pipeline(jenkins, block + " { echo 'done' }"));
        proxmox.faults().task("qmstart").fails("no memory");
        jenkins.buildAndAssertStatus(Result.FAILURE, JenkinsWithProxmox.pipeline(jenkins, block + " { echo 'never' }"));

        assertThat(proxmox.cluster().guests()).hasSize(before);
        assertThat(Disposals.waiting()).isEmpty();
    }

    @Test
    void whatACloneCouldNotTakeBackIsTakenBackLater(JenkinsRule jenkins) throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        proxmox.faults().task("qmstart").fails("no memory");
        breakCluster();
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                JenkinsWithProxmox.pipeline(jenkins, "proxmoxClone template: 'debian-12', name: 'ci-1', start: true"));
        jenkins.assertLogContains("Cleaning up failed", run);
        assertThat(guest()).isPresent();

        proxmox.faults().clear();
        assertDrained();
    }
}
