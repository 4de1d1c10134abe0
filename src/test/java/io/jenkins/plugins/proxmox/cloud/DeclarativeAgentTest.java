package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.settings.AgentHardware;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Agents that Declarative pipelines define. */
@WithJenkins
class DeclarativeAgentTest {
    private final CloudInProcess cloud = new CloudInProcess();

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void aPipelineHasOneAgentAndAStageAnother(JenkinsRule jenkins) throws Exception {
        List<String> agents = new CopyOnWriteArrayList<>();
        cloud.configure(jenkins, InProcessConnector.plan("declarative", connecting -> {
            AgentHardware hardware =
                    InProcessConnector.agent(connecting).getTemplate().getHardware();
            agents.add(hardware == null ? "as configured" : hardware.getCores() + " cores");
        }));
        JenkinsWithProxmox.addToken("secret", "sesame");

        WorkflowRun run = jenkins.buildAndAssertSuccess(JenkinsWithProxmox.pipeline(jenkins, """
                pipeline {
                    agent { proxmoxGuest { template 'debian'; cpus 3 } }
                    environment { TOKEN = credentials('secret') }
                    stages {
                        stage('one') {
                            steps {
                                echo "one on ${NODE_NAME} knows ${TOKEN.length()} letters"
                                writeFile file: 'a', text: 'stays'
                            }
                        }
                        stage('two') {
                            steps { echo "two has what ${readFile 'a'}" }
                        }
                        stage('other') {
                            agent { proxmoxGuest { template 'debian'; customWorkspace 'somewhere' } }
                            steps { echo "other is in ${pwd()}" }
                        }
                    }
                }
                """));

        assertThat(JenkinsRule.getLog(run))
                .containsPattern("one on debian-\\w+ knows 6 letters")
                .contains("two has what stays")
                .containsPattern("other is in .*somewhere");
        assertThat(agents).containsExactly("3 cores", "as configured");
        cloud.assertNothingIsLeft();
    }

    @Test
    void aLostAgentIsReplacedIfWanted(JenkinsRule jenkins) throws Exception {
        cloud.configure(jenkins, new InProcessConnector());
        WorkflowRun run =
                JenkinsWithProxmox.pipeline(jenkins, """
                        int tries = 0
                        pipeline {
                            agent { proxmoxGuest { template 'debian'; retries 2 } }
                            stages {
                                stage('one') {
                                    steps {
                                        script {
                                            if (tries++ == 0) {
                                                sleep 600
                                            }
                                        }
                                        echo "try ${tries}"
                                    }
                                }
                            }
                        }
                        """).scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Sleeping for", run);

        CloudInProcess.computers().get(0).end("its guest is gone");

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        jenkins.assertLogContains("try 2", run);
        cloud.assertNothingIsLeft();
    }

    @Test
    void aFailureIsTheBuilds(JenkinsRule jenkins) throws Exception {
        cloud.configure(jenkins, new InProcessConnector());

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, JenkinsWithProxmox.pipeline(jenkins, """
                        pipeline {
                            agent { proxmoxGuest { template 'windows' } }
                            stages { stage('one') { steps { echo 'in' } } }
                        }
                        """));

        jenkins.assertLogContains("No cloud has a template 'windows'; there are debian", run);
    }
}
