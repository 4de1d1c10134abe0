package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What the tests of single steps do with a pipeline of one line or two. */
final class StepLab {
    private StepLab() {}

    /** The console of a build that succeeds. */
    static String succeed(JenkinsRule jenkins, EmbeddedProxmox proxmox, String script) throws Exception {
        return run(jenkins, proxmox, script, Result.SUCCESS);
    }

    /** The console of a build that fails. */
    static String fail(JenkinsRule jenkins, EmbeddedProxmox proxmox, String script) throws Exception {
        return run(jenkins, proxmox, script, Result.FAILURE);
    }

    private static String run(JenkinsRule jenkins, EmbeddedProxmox proxmox, String script, Result result)
            throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        return JenkinsRule.getLog(jenkins.buildAndAssertStatus(result, JenkinsWithProxmox.pipeline(jenkins, script)));
    }

    /** Each of these pipelines fails with a text that has this in it, and without changing anything. */
    static void assertRefused(JenkinsRule jenkins, EmbeddedProxmox proxmox, Map<String, String> table)
            throws Exception {
        proxmox.requests().clear();
        Map<String, String> failures = new LinkedHashMap<>();
        for (Map.Entry<String, String> wrong : table.entrySet()) {
            String log = fail(jenkins, proxmox, wrong.getKey());
            if (!log.contains("ERROR: ") || !log.contains(wrong.getValue()) || log.contains("Exception")) {
                failures.put(wrong.getKey(), log);
            }
        }
        assertThat(failures).isEmpty();
        assertThat(proxmox.requests().all())
                .allSatisfy(request -> assertThat(request.method()).isEqualTo("GET"));
    }

    /** Aborts a build while a task runs; gives the console. */
    static String abort(JenkinsRule jenkins, EmbeddedProxmox proxmox, String script, String task) throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        proxmox.tasks().hold(task);
        WorkflowRun run =
                JenkinsWithProxmox.pipeline(jenkins, script).scheduleBuild2(0).waitForStart();
        proxmox.tasks().awaitTask(it -> it.type().equals(task));
        JenkinsWithProxmox.abort(run);
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertThat(proxmox.tasks().ofType(task))
                .singleElement()
                .satisfies(it -> assertThat(it.exitStatus())
                        .hasValueSatisfying(status -> assertThat(status).isNotEqualTo("OK")));
        return JenkinsRule.getLog(run);
    }

    /** Restarts Jenkins while a task runs, which then happens once; gives the console to be looked at. */
    static void restart(
            JenkinsSessionExtension sessions,
            EmbeddedProxmox proxmox,
            String script,
            String task,
            Consumer<String> console)
            throws Throwable {
        Hold hold = proxmox.tasks().hold(task);
        String[] name = new String[1];
        sessions.then(jenkins -> {
            JenkinsWithProxmox.connect(proxmox);
            WorkflowJob job = JenkinsWithProxmox.pipeline(jenkins, script);
            name[0] = job.getFullName();
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("[proxmox] ", run);
            proxmox.tasks().awaitTask(it -> it.type().equals(task));
        });
        sessions.then(jenkins -> {
            hold.release();
            WorkflowRun run = jenkins.jenkins
                    .getItemByFullName(name[0], WorkflowJob.class)
                    .getBuildByNumber(1);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertThat(proxmox.tasks().ofType(task)).hasSize(1);
            console.accept(JenkinsRule.getLog(run));
        });
    }
}
