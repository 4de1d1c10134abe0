package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.util.List;
import org.jenkinsci.plugins.resourcedisposer.AsyncResourceDisposer;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A guest for a block, and that it is gone however the block ends. */
@WithJenkins
class WithGuestStepTest {
    private static final String BLOCK = "withProxmoxGuest(template: 'debian-12', name: 'ci-1', waitFor: 'address')";

    /** A body that goes on for as long as its task is held. */
    private static final String HELD_BODY = " { vm -> proxmoxSnapshot guest: 'build', name: 'held' }";

    private static final String TASK_OF_BODY = "qmsnapshot";

    private final EmbeddedProxmox proxmox = EmbeddedProxmox.start();
    private final List<Integer> before = vmids();

    @AfterEach
    void close() {
        proxmox.close();
    }

    private List<Integer> vmids() {
        return proxmox.cluster().guests().stream().map(EmbeddedGuest::vmid).toList();
    }

    private WorkflowRun start(JenkinsRule jenkins, String script) throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        return JenkinsWithProxmox.pipeline(jenkins, script).scheduleBuild2(0).waitForStart();
    }

    private WorkflowRun run(JenkinsRule jenkins, Result result, String script) throws Exception {
        WorkflowRun run = start(jenkins, script);
        return jenkins.assertBuildStatus(result, jenkins.waitForCompletion(run));
    }

    private void assertNothingIsLeft() {
        assertThat(vmids()).isEqualTo(before);
        assertThat(AsyncResourceDisposer.get().getBacklog()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"debian-12", "debian-ct"})
    void theBodyGetsTheGuestAndItsValueIsThatOfTheStep(String template, JenkinsRule jenkins) throws Exception {
        WorkflowRun run = run(jenkins, Result.SUCCESS, """
                def value = withProxmoxGuest(template: '%s', name: 'ci-1', waitFor: 'address') { vm ->
                    echo "argument ${vm.name} ${vm.vmid} ${vm.node} ${vm.address}"
                    echo "environment ${env.PROXMOX_GUEST_NAME} ${env.PROXMOX_GUEST_VMID} ${env.PROXMOX_GUEST_NODE} ${env.PROXMOX_GUEST_ADDRESS}"
                    'value of ' + vm.name
                }
                echo value
                echo "afterwards ${env.PROXMOX_GUEST_VMID}"
                """.formatted(template));

        String seen = JenkinsRule.getLog(run)
                .lines()
                .filter(line -> line.startsWith("argument"))
                .findFirst()
                .orElseThrow();
        assertThat(seen).matches("argument ci-1 \\d+ pve\\d \\S+\\.\\S+");
        jenkins.assertLogContains(seen.replace("argument", "environment"), run);
        jenkins.assertLogContains("value of ci-1", run);
        jenkins.assertLogContains("afterwards null", run);
        jenkins.assertLogContains("Destroying ci-1", run);
        jenkins.assertLogNotContains("WARNING", run);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ -> echo 'in' }", "{ echo \"in ${it.name}\" }", "{ }"})
    void theBodyNeedNotNameItsArgument(String body, JenkinsRule jenkins) throws Exception {
        WorkflowRun run = run(jenkins, Result.SUCCESS, "withProxmoxGuest(template: 'debian-12', name: 'ci-1') " + body);

        jenkins.assertLogNotContains("null", run);
        assertNothingIsLeft();
    }

    @Test
    void aBodyThatFailsFailsTheBuildWithItsOwnError(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = run(jenkins, Result.FAILURE, BLOCK + " { error 'the tests failed' }");

        jenkins.assertLogContains("ERROR: the tests failed", run);
        assertNothingIsLeft();
    }

    @Test
    void anErrorOfTheBodyCanBeCaught(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = run(
                jenkins,
                Result.SUCCESS,
                "try { " + BLOCK + " { error 'the tests failed' } } catch (e) { echo \"caught ${e.message}\" }");

        jenkins.assertLogContains("caught the tests failed", run);
        assertNothingIsLeft();
    }

    @Test
    void anAbortedBodyIsCleanedUpAfter(JenkinsRule jenkins) throws Exception {
        proxmox.tasks().hold(TASK_OF_BODY);
        WorkflowRun run = start(jenkins, BLOCK + HELD_BODY);
        proxmox.tasks().awaitTask(task -> task.type().equals(TASK_OF_BODY));
        JenkinsWithProxmox.abort(run);

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("Destroying ci-1", run);
        assertNothingIsLeft();
    }

    @Test
    void aTimeOutAroundTheBlockIsCleanedUpAfter(JenkinsRule jenkins) throws Exception {
        WorkflowRun run =
                run(jenkins, Result.ABORTED, "timeout(time: 1, unit: 'MILLISECONDS') { " + BLOCK + " { sleep 600 } }");

        jenkins.assertLogNotContains("WARNING", run);
        assertNothingIsLeft();
    }

    @Test
    void aTimeOutInTheBodyIsCleanedUpAfter(JenkinsRule jenkins) throws Exception {
        run(jenkins, Result.ABORTED, BLOCK + " { timeout(time: 1, unit: 'MILLISECONDS') { sleep 600 } }");

        assertNothingIsLeft();
    }

    @Test
    void aCloneThatIsAbortedLeavesNothing(JenkinsRule jenkins) throws Exception {
        proxmox.tasks().hold("qmclone");
        WorkflowRun run = start(jenkins, BLOCK + " { echo 'not reached' }");
        proxmox.tasks().awaitTask(task -> task.type().equals("qmclone"));
        JenkinsWithProxmox.abort(run);

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogNotContains("not reached", run);
        assertNothingIsLeft();
    }

    @Test
    void aGuestThatIsGoneInTheEndIsNoTrouble(JenkinsRule jenkins) throws Exception {
        Hold hold = proxmox.tasks().hold(TASK_OF_BODY);
        WorkflowRun run = start(jenkins, BLOCK + HELD_BODY);
        proxmox.tasks().awaitTask(task -> task.type().equals(TASK_OF_BODY));
        vmids().stream().filter(vmid -> !before.contains(vmid)).forEach(proxmox.cluster()::removeGuest);
        hold.release();

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        jenkins.assertLogNotContains("WARNING", run);
        assertNothingIsLeft();
    }

    @Test
    void aGuestOfSomebodyElseWithItsNumberIsNeverTouched(JenkinsRule jenkins) throws Exception {
        Hold hold = proxmox.tasks().hold(TASK_OF_BODY);
        WorkflowRun run = start(jenkins, BLOCK + HELD_BODY);
        proxmox.tasks().awaitTask(task -> task.type().equals(TASK_OF_BODY));
        int vmid =
                vmids().stream().filter(it -> !before.contains(it)).findFirst().orElseThrow();
        proxmox.cluster().removeGuest(vmid);
        proxmox.cluster().addVirtualMachine("pve1", vmid, "production").running();
        hold.release();

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(proxmox.cluster().guest(vmid)).hasValueSatisfying(guest -> {
            assertThat(guest.name()).isEqualTo("production");
            assertThat(guest.status()).isEqualTo("running");
        });
        assertThat(AsyncResourceDisposer.get().getBacklog()).isEmpty();
    }

    @Test
    void blocksCanBeNestedAndParallel(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = run(jenkins, Result.SUCCESS, """
                parallel a: {
                    withProxmoxGuest(template: 'debian-12', name: 'outer') { outer ->
                        withProxmoxGuest(template: 'debian-12', name: 'inner') { inner ->
                            echo "nested ${outer.name} ${inner.name} ${env.PROXMOX_GUEST_NAME}"
                        }
                        echo "outside ${env.PROXMOX_GUEST_NAME}"
                    }
                }, b: {
                    withProxmoxGuest(template: 'debian-ct', name: 'other') { vm -> echo "parallel ${vm.name}" }
                }
                """);

        jenkins.assertLogContains("nested outer inner inner", run);
        jenkins.assertLogContains("outside outer", run);
        jenkins.assertLogContains("parallel other", run);
        assertNothingIsLeft();
    }
}
