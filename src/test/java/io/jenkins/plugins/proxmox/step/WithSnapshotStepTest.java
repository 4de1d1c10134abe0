package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.proxmox.Disposals;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A snapshot for a block, and that the guest is taken back to it and it is gone, however the block ends. */
@WithJenkins
class WithSnapshotStepTest {
    private static final String CHANGE = "proxmoxAction guest: 'web', action: 'shutdown'; ";

    private final EmbeddedProxmox proxmox = EmbeddedProxmox.start();

    @AfterEach
    void close() {
        proxmox.close();
    }

    private WorkflowRun run(JenkinsRule jenkins, Result result, String script) throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        return jenkins.buildAndAssertStatus(result, JenkinsWithProxmox.pipeline(jenkins, script));
    }

    private EmbeddedGuest web() {
        return proxmox.cluster().guest(101).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                 | ''            | SUCCESS | 1 | running
            , start: false                     | ''            | SUCCESS | 1 | stopped
            , ram: true, start: false          | ''            | SUCCESS | 1 | running
            , rollBack: 'onFailure'            | ''            | SUCCESS | 0 | stopped
            , rollBack: 'onFailure', name: 'x1'| error('no')   | FAILURE | 1 | running
            , rollBack: 'never'                | error('no')   | FAILURE | 0 | stopped
            """)
    void theGuestIsTakenBackAsAskedFor(
            String options, String end, String result, int rollbacks, String status, JenkinsRule jenkins)
            throws Exception {
        String script = "withProxmoxSnapshot(guest: 'web'" + options + ") { " + CHANGE + end + " }";
        WorkflowRun run = run(jenkins, Result.fromString(result), script);

        assertThat(proxmox.tasks().ofType("qmrollback")).hasSize(rollbacks);
        assertThat(web().status()).isEqualTo(status);
        assertThat(web().snapshots()).isEmpty();
        jenkins.assertLogNotContains("WARNING", run);
        assertThat(Disposals.waiting()).isEmpty();
    }

    @Test
    void theBodyGetsTheSnapshotAndItsValueIsThatOfTheStep(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = run(jenkins, Result.SUCCESS, """
                echo withProxmoxSnapshot(guest: 'build', name: 'mine') { taken ->
                    "value of ${taken.name} ${taken.vmid} ${env.PROXMOX_SNAPSHOT_NAME}"
                }
                """);

        jenkins.assertLogContains("value of mine 102 mine", run);
    }

    @Test
    void aGuestWithANewerSnapshotIsLeftToPeople(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = run(
                jenkins,
                Result.SUCCESS,
                "withProxmoxSnapshot(guest: 'web', name: 'mine') { proxmoxSnapshot guest: 'web', name: 'newer' }");

        jenkins.assertLogContains("WARNING: ", run);
        jenkins.assertLogContains("which is not the newest any more: its state builds on 'newer'", run);
        assertThat(web().snapshots()).containsExactlyInAnyOrder("mine", "newer");
        assertThat(Disposals.waiting()).isEmpty();
    }

    @Test
    void aSnapshotThatCanNotBeDeletedNowIsDeletedLater(JenkinsRule jenkins) throws Exception {
        proxmox.faults().call("DELETE", "/nodes/*/qemu/*/snapshot/*").always().answer(500, "out of order");
        WorkflowRun run = run(jenkins, Result.SUCCESS, "withProxmoxSnapshot(guest: 'build', name: 'mine') { }");

        jenkins.assertLogContains("WARNING: Snapshot mine of VM build (102) could not be removed", run);
        proxmox.faults().clear();
        assertThat(Disposals.attempt()).isEmpty();
        assertThat(proxmox.cluster().guest(102).orElseThrow().snapshots()).isEmpty();
    }
}
