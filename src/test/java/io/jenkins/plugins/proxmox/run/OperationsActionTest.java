package io.jenkins.plugins.proxmox.run;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.console.ConsoleNote;
import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What people and the remote API get to see of what a build has done with guests. */
class OperationsActionTest {
    private static final String CLONE = "proxmoxClone template: 'debian-12', name: 'ci-1', vmid: 700, start: true";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void showsOperationsWithTheirGuestsAndTasks() throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            sessions.then(jenkins -> {
                WorkflowRun run = jenkins.buildAndAssertSuccess(
                        pipeline(jenkins, proxmox, CLONE + "\nproxmoxAction guest: 'cache', action: 'stop'"));

                assertThat(action(run).getOperations())
                        .satisfiesExactly(
                                clone -> {
                                    assertThat(clone.kind()).isEqualTo("clone");
                                    assertThat(clone.connection()).isEqualTo("lab");
                                    assertThat(clone.result()).isEqualTo(OperationRecord.Result.SUCCESS);
                                    assertThat(clone.ended()).isGreaterThanOrEqualTo(clone.begun());
                                    assertThat(clone.guests())
                                            .extracting(GuestRecord::toString)
                                            .containsExactlyInAnyOrder("debian-12 (9000)", "ci-1 (700)");
                                    assertThat(clone.tasks())
                                            .extracting(TaskRecord::type)
                                            .startsWith("qmclone")
                                            .endsWith("qmstart");
                                    assertThat(clone.tasks())
                                            .extracting(TaskRecord::exit)
                                            .containsOnly("OK");
                                },
                                stop -> assertThat(stop.guests())
                                        .singleElement()
                                        .satisfies(guest -> {
                                            assertThat(guest.type()).isEqualTo("lxc");
                                            assertThat(guest.link()).isEqualTo(proxmox.url() + "/#v1:0:=lxc%2F201");
                                        }));
                checkPages(jenkins, run, proxmox);
                checkConsole(jenkins, run, proxmox);
                checkRemoteApi(jenkins, run);
            });
        }
    }

    private static void checkPages(JenkinsRule jenkins, WorkflowRun run, EmbeddedProxmox proxmox) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient();
        HtmlPage build = client.getPage(run);
        assertThat(links(build)).contains(proxmox.url() + "/#v1:0:=qemu%2F700", proxmox.url() + "/#v1:0:=lxc%2F201");
        assertThat(build.asNormalizedText()).contains("Proxmox guests", "ci-1 (700)", "cache (201)");
        assertThat(build.getWebResponse().getContentAsString()).as("our symbol").contains("M128 152h.01");

        HtmlPage page = client.getPage(run, "proxmox");
        assertThat(page.asNormalizedText())
                .contains("clone (lab)", "ci-1 (700)", "on pve1", "SUCCESS", "qmclone on pve1: OK", "UPID:pve1:");
        assertThat(links(page)).contains(proxmox.url() + "/#v1:0:=qemu%2F700");
        assertThat(page.getByXPath("//*[@style or @onclick]//ancestor-or-self::table"))
                .isEmpty();
    }

    private static void checkConsole(JenkinsRule jenkins, WorkflowRun run, EmbeddedProxmox proxmox) throws Exception {
        jenkins.assertLogContains("[proxmox] Cloning template debian-12 (9000) to ci-1 (700) on pve1", run);
        HtmlPage console = jenkins.createWebClient().getPage(run, "console");
        assertThat(links(console))
                .containsOnlyOnce(proxmox.url() + "/#v1:0:=qemu%2F700")
                .contains(proxmox.url() + "/#v1:0:=qemu%2F9000");
        assertThat(JenkinsRule.getLog(run)).doesNotContain(ConsoleNote.PREAMBLE_STR);
    }

    private static void checkRemoteApi(JenkinsRule jenkins, WorkflowRun run) throws Exception {
        JSONObject own = jenkins.getJSON(run.getUrl() + "proxmox/api/json").getJSONObject();
        JSONObject clone = own.getJSONArray("operations").getJSONObject(0);
        assertThat(clone.getString("kind")).isEqualTo("clone");
        assertThat(clone.getString("result")).isEqualTo("SUCCESS");
        assertThat(clone.getLong("ended")).isGreaterThanOrEqualTo(clone.getLong("begun"));
        JSONObject task = clone.getJSONArray("tasks").getJSONObject(0);
        assertThat(task.getString("upid")).startsWith("UPID:pve1:");
        assertThat(task.getString("exit")).isEqualTo("OK");
        assertThat(clone.getJSONArray("guests").toString()).contains("\"vmid\":700", "\"name\":\"ci-1\"", "%2F700");

        JSONArray actions =
                jenkins.getJSON(run.getUrl() + "api/json").getJSONObject().getJSONArray("actions");
        assertThat(actions.toString()).contains(OperationsAction.class.getName(), "\"vmid\":700");
    }

    @Test
    void aBuildThatTouchedNoGuestHasNone() throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            sessions.then(jenkins -> {
                WorkflowRun run = jenkins.buildAndAssertSuccess(pipeline(jenkins, proxmox, "echo 'nothing'"));

                assertThat(run.getAction(OperationsAction.class)).isNull();
            });
        }
    }

    @Test
    void failuresAreShownAsTextWhateverTheyContain() throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            proxmox.cluster().addVirtualMachine("pve1", 701, "<img src=x onerror=alert(1)>");
            proxmox.faults().task("qmstart").always().fails("<script>alert('2')</script>");
            sessions.then(jenkins -> {
                WorkflowRun run = jenkins.buildAndAssertStatus(
                        Result.FAILURE, pipeline(jenkins, proxmox, "proxmoxAction guest: 701, action: 'start'"));

                assertThat(action(run).getOperations()).singleElement().satisfies(operation -> {
                    assertThat(operation.result()).isEqualTo(OperationRecord.Result.FAILURE);
                    assertThat(operation.message()).contains("<script>alert('2')</script>", "Starting <img");
                    assertThat(operation.tasks())
                            .singleElement()
                            .satisfies(task -> assertThat(task.exit()).contains("<script>"));
                });
                JenkinsRule.WebClient client = jenkins.createWebClient();
                for (HtmlPage page :
                        List.of(client.getPage(run), client.getPage(run, "proxmox"), client.getPage(run, "console"))) {
                    assertThat(page.getByXPath("//img[@src='x']")).isEmpty();
                    assertThat(page.asNormalizedText()).contains("<img src=x onerror=alert(1)> (701)");
                }
                assertThat(client.getPage(run).asNormalizedText()).contains("1 of 1 operations failed");
                assertThat(client.getPage(run, "proxmox").asNormalizedText())
                        .contains("FAILURE", "<script>alert('2')</script>");
            });
        }
    }

    @Test
    void anAbortedOperationIsOne() throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            proxmox.tasks().hold("qmclone");
            sessions.then(jenkins -> {
                WorkflowRun run =
                        pipeline(jenkins, proxmox, CLONE).scheduleBuild2(0).waitForStart();
                proxmox.tasks().awaitTask(task -> task.type().equals("qmclone"));
                JenkinsWithProxmox.abort(run);
                jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));

                assertThat(action(run).getOperations())
                        .singleElement()
                        .satisfies(
                                operation -> assertThat(operation.result()).isEqualTo(OperationRecord.Result.ABORTED));
            });
        }
    }

    @Test
    void parallelStepsAreAllThere() throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            sessions.then(jenkins -> {
                WorkflowRun run = jenkins.buildAndAssertSuccess(pipeline(jenkins, proxmox, """
                        def branches = [:]
                        for (int i = 0; i < 6; i++) {
                            def n = i
                            branches["b$n"] = {
                                proxmoxClone template: 'debian-12', name: "ci-$n", vmid: 700 + n
                                proxmoxAction guest: 700 + n, action: 'start'
                            }
                        }
                        parallel branches
                        """));

                List<OperationRecord> operations = action(run).getOperations();
                assertThat(operations).hasSize(12).allSatisfy(operation -> {
                    assertThat(operation.result()).isEqualTo(OperationRecord.Result.SUCCESS);
                    assertThat(operation.ended()).isNotNull();
                });
                assertThat(action(run).getGuests()).hasSize(7);
                assertThat(new BuildRecord(run).all()).isEqualTo(operations);
                assertThat(Files.readAllLines(file(run))).hasSize(12);
            });
        }
    }

    @Test
    void aRestartDoesNotCountTwice() throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            Hold hold = proxmox.tasks().hold("qmclone");
            long[] begun = new long[1];
            sessions.then(jenkins -> {
                WorkflowJob job = pipeline(jenkins, proxmox, CLONE);
                WorkflowRun run = job.scheduleBuild2(0).waitForStart();
                jenkins.waitForMessage("create linked clone of drive", run);
                OperationRecord operation = action(run).getOperations().get(0);
                assertThat(operation.result()).isEqualTo(OperationRecord.Result.RUNNING);
                assertThat(operation.tasks())
                        .singleElement()
                        .satisfies(task -> assertThat(task.exit()).isNull());
                assertThat(jenkins.createWebClient().getPage(run, "proxmox").asNormalizedText())
                        .contains("RUNNING", "qmclone on pve1: running");
                begun[0] = operation.begun();
            });
            sessions.then(jenkins -> {
                WorkflowRun run = jenkins.jenkins
                        .getItemByFullName("test0", WorkflowJob.class)
                        .getBuildByNumber(1);
                hold.release();
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

                assertThat(action(run).getOperations()).singleElement().satisfies(operation -> {
                    assertThat(operation.begun()).isEqualTo(begun[0]);
                    assertThat(operation.result()).isEqualTo(OperationRecord.Result.SUCCESS);
                    assertThat(operation.tasks()).extracting(TaskRecord::type).containsOnlyOnce("qmclone", "qmstart");
                    assertThat(operation.tasks()).extracting(TaskRecord::exit).containsOnly("OK");
                });
            });
            sessions.then(jenkins -> {
                WorkflowRun run = jenkins.jenkins
                        .getItemByFullName("test0", WorkflowJob.class)
                        .getBuildByNumber(1);
                assertThat(run.getActions(OperationsAction.class)).hasSize(1);
                assertThat(action(run).getOperations()).hasSize(1);
                assertThat(action(run).getGuests()).hasSize(2);
            });
        }
    }

    @Test
    void whoMayNotReadTheJobSeesNothing() throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            sessions.then(jenkins -> {
                WorkflowRun run = jenkins.buildAndAssertSuccess(pipeline(jenkins, proxmox, CLONE));
                jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
                jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                        .grant(Jenkins.READ)
                        .everywhere()
                        .to("outsider", "reader")
                        .grant(Item.READ)
                        .everywhere()
                        .to("reader"));

                for (String url : List.of("proxmox/", "proxmox/api/json")) {
                    assertThat(status(jenkins, "outsider", run.getUrl() + url)).isEqualTo(404);
                    assertThat(status(jenkins, "reader", run.getUrl() + url)).isEqualTo(200);
                }
            });
        }
    }

    private static int status(JenkinsRule jenkins, String user, String url) throws Exception {
        JenkinsRule.WebClient client =
                jenkins.createWebClient().login(user).withThrowExceptionOnFailingStatusCode(false);
        return client.goTo(url, null).getWebResponse().getStatusCode();
    }

    private static WorkflowJob pipeline(JenkinsRule jenkins, EmbeddedProxmox proxmox, String script) throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        return JenkinsWithProxmox.pipeline(jenkins, script);
    }

    private static OperationsAction action(WorkflowRun run) {
        return run.getAction(OperationsAction.class);
    }

    private static Path file(WorkflowRun run) {
        return run.getRootDir().toPath().resolve("proxmox-operations.jsonl");
    }

    private static List<String> links(HtmlPage page) {
        return page.getAnchors().stream().map(HtmlAnchor::getHrefAttribute).toList();
    }
}
