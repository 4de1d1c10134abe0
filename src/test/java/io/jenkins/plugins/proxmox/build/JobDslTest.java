package io.jenkins.plugins.proxmox.build;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.proxmox.step.CloneStep;
import javaposse.jobdsl.plugin.ExecuteDslScripts;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Jobs that Job DSL makes: everything has a name there. */
@WithJenkins
class JobDslTest {
    @Test
    void aJobCanBeWrittenDown(JenkinsRule jenkins) throws Exception {
        FreeStyleProject seed = jenkins.createFreeStyleProject();
        ExecuteDslScripts scripts = new ExecuteDslScripts();
        scripts.setUseScriptText(true);
        scripts.setScriptText("""
                job('made') {
                    wrappers {
                        proxmoxGuestWrapper {
                            guest {
                                template('debian-ct')
                                keepOnFailure('8h')
                            }
                            variablePrefix('CT')
                        }
                    }
                    publishers {
                        proxmoxCleanup {
                            action('destroy')
                            guest('$DB_GUEST_VMID')
                            when('onFailure')
                        }
                    }
                    steps {
                        proxmoxOperation {
                            operation {
                                proxmoxClone {
                                    template('debian-12')
                                    name('ci-$BUILD_NUMBER')
                                    tags('a, b')
                                    vmid(123)
                                    start(true)
                                }
                            }
                            variablePrefix('DB')
                        }
                    }
                }
                """);
        seed.getBuildersList().add(scripts);

        jenkins.buildAndAssertSuccess(seed);

        FreeStyleProject made = jenkins.jenkins.getItemByFullName("made", FreeStyleProject.class);
        CloneStep clone = new CloneStep("debian-12");
        clone.setName("ci-$BUILD_NUMBER");
        clone.setTags("a, b");
        clone.setVmid(123);
        clone.setStart(true);
        OperationBuilder builder = made.getBuildersList().get(OperationBuilder.class);
        assertThat(builder.getVariablePrefix()).isEqualTo("DB");
        jenkins.assertEqualDataBoundBeans(clone, builder.getOperation());
        GuestWrapper wrapper = made.getBuildWrappersList().get(GuestWrapper.class);
        assertThat(wrapper.getVariablePrefix()).isEqualTo("CT");
        assertThat(wrapper.getGuest().getTemplate()).isEqualTo("debian-ct");
        assertThat(wrapper.getGuest().getKeepOnFailure()).isEqualTo("8h");
        CleanupPublisher cleanup = new CleanupPublisher("destroy", "$DB_GUEST_VMID");
        cleanup.setWhen("onFailure");
        jenkins.assertEqualDataBoundBeans(cleanup, made.getPublishersList().get(CleanupPublisher.class));
    }

    /** Clouds are no part of Job DSL; what uses their agents is. */
    @Test
    void jobsOfAgentsCanBeWrittenDown(JenkinsRule jenkins) throws Exception {
        FreeStyleProject seed = jenkins.createFreeStyleProject();
        ExecuteDslScripts scripts = new ExecuteDslScripts();
        scripts.setUseScriptText(true);
        scripts.setScriptText("""
                job('labelled') {
                    label('debian && docker')
                }
                pipelineJob('defined') {
                    definition {
                        cps {
                            sandbox()
                            script(\'\'\'
                                pipeline {
                                    agent { proxmoxGuest { template 'debian'; cpus 2 } }
                                    stages { stage('build') { steps { echo 'built' } } }
                                }
                            \'\'\'.stripIndent())
                        }
                    }
                }
                """);
        seed.getBuildersList().add(scripts);

        jenkins.buildAndAssertSuccess(seed);

        assertThat(jenkins.jenkins
                        .getItemByFullName("labelled", FreeStyleProject.class)
                        .getAssignedLabelString())
                .isEqualTo("debian && docker");
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE, jenkins.jenkins.getItemByFullName("defined", WorkflowJob.class));
        // It is understood up to where a cloud is needed.
        jenkins.assertLogContains("There is no cloud of Proxmox guests", run);
    }
}
