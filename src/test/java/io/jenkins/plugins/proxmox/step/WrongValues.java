package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** Wrong values: each gives one sentence that names the value and what was expected, and nothing is changed. */
final class WrongValues {
    private WrongValues() {}

    /**
     * Builds each pipeline.
     *
     * @param table a part of the message for each
     */
    static void areExplained(JenkinsRule jenkins, EmbeddedProxmox proxmox, Map<String, String> table) throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        proxmox.requests().clear();
        Map<String, String> failures = new LinkedHashMap<>();
        for (Map.Entry<String, String> wrong : table.entrySet()) {
            WorkflowRun run = jenkins.waitForCompletion(JenkinsWithProxmox.pipeline(jenkins, wrong.getKey())
                    .scheduleBuild2(0)
                    .waitForStart());
            String log = JenkinsRule.getLog(run);
            boolean explained = log.contains("ERROR: ") && log.contains(wrong.getValue());
            if (run.getResult() != Result.FAILURE || !explained || log.contains("Exception")) {
                failures.put(wrong.getKey(), log);
            }
        }
        assertThat(failures).isEmpty();
        assertThat(proxmox.requests().all())
                .allSatisfy(request -> assertThat(request.method()).isEqualTo("GET"));
    }
}
