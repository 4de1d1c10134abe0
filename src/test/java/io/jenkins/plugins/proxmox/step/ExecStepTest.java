package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.RealShell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Scripts, commands and files inside a VM, in a real Jenkins; the guest's shell is that of this machine. */
@WithJenkins
@DisabledOnOs(OS.WINDOWS)
class ExecStepTest {
    @TempDir
    private Path folder;

    private EmbeddedProxmox proxmox;
    private RealShell shell;
    private JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        proxmox = EmbeddedProxmox.start();
        shell = RealShell.in(proxmox.cluster().guest(101).orElseThrow(), folder);
        JenkinsWithProxmox.connect(proxmox);
    }

    @AfterEach
    void stop() {
        shell.close();
        proxmox.close();
    }

    private WorkflowRun build(Result result, String script) throws Exception {
        return jenkins.buildAndAssertStatus(result, JenkinsWithProxmox.pipeline(jenkins, script));
    }

    private Path pipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    /** Whether nothing but these is left inside the guest. */
    private void assertLeft(String... names) throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).extracting(path -> path.getFileName().toString()).containsExactlyInAnyOrder(names);
        }
    }

    @Test
    void theExampleWorks() throws Exception {
        WorkflowJob job = JenkinsWithProxmox.pipeline(jenkins, JenkinsWithProxmox.example("inside-guests.Jenkinsfile"));
        job.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("GUEST", "web"), new StringParameterDefinition("FOLDER", "")));

        WorkflowRun run = jenkins.assertBuildStatusSuccess(job.scheduleBuild2(
                0,
                new ParametersAction(
                        new StringParameterValue("GUEST", "web"),
                        new StringParameterValue("FOLDER", folder.toString()))));

        jenkins.assertLogContains("[proxmox] Running a script in web (101) on pve1", run);
        jenkins.assertLogContains("test ended with exit code 1", run);
        jenkins.assertLogContains("The guest says: it's build 1", run);
        assertLeft("answers.conf", "greeting.txt");
    }

    @Test
    void anExitCodeFailsTheStepAsThatOfShDoes() throws Exception {
        WorkflowRun run = build(Result.FAILURE, "proxmoxExec guest: 'web', script: 'echo shown; exit 3'");
        jenkins.assertLogContains("\nshown\n", run);
        jenkins.assertLogContains("ERROR: script returned exit code 3", run);
        jenkins.assertLogNotContains("Exception", run);
        assertLeft();
    }

    @Test
    void outputIsReturned() throws Exception {
        WorkflowRun run = build(
                Result.SUCCESS,
                "def text = proxmoxExec guest: 101, command: ['printf', '%s|', 'a b', \"it's ${1 + 1}\"], returnStdout: true\n"
                        + "echo \"got <$text>\"");
        jenkins.assertLogContains("got <a b|it's 2|>", run);
    }

    @Test
    void environmentIsHandedOnByNameOnly() throws Exception {
        WorkflowRun run = build(
                Result.SUCCESS,
                "withEnv(['A=from withEnv', 'B=not handed on']) {\n"
                        + "  proxmoxExec guest: 'web', env: ['A', 'C=c'], script: 'set +x; echo \"A=$A B=$B C=$C\"'\n"
                        + "}");
        jenkins.assertLogContains("A=from withEnv B= C=c", run);
    }

    @Test
    void secretsAreMaskedAndKeptNowhere() throws Exception {
        JenkinsWithProxmox.addToken("secret", "s3cr3t-of-the-build");
        Path pipe = pipe();
        WorkflowJob job = JenkinsWithProxmox.pipeline(
                jenkins,
                "withCredentials([string(credentialsId: 'secret', variable: 'TOKEN')]) {\n"
                        + "  proxmoxExec guest: 'web', env: ['TOKEN'], script: 'echo \"it is $TOKEN\"; cat " + pipe
                        + "; echo \"it was $TOKEN\"'\n}");
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("it is ****", run);
        assertNoSecretIn(run.getRootDir().toPath());
        Files.writeString(pipe, "");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

        jenkins.assertLogContains("it was ****", run);
        jenkins.assertLogNotContains("s3cr3t", run);
        assertNoSecretIn(run.getRootDir().toPath());
        assertThat(shell.commands()).allSatisfy(words -> assertThat(words).noneMatch(word -> word.contains("s3cr3t")));
        assertLeft("pipe");
    }

    private static void assertNoSecretIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("s3cr3t");
            }
        }
    }

    @Test
    void anAbortEndsWhatRunsInside() throws Exception {
        Path pipe = pipe();
        WorkflowRun run = JenkinsWithProxmox.pipeline(
                        jenkins, "proxmoxExec guest: 'web', script: 'echo begun; cat " + pipe + "'")
                .scheduleBuild2(0)
                .waitForStart();
        jenkins.waitForMessage("\nbegun\n", run);
        JenkinsWithProxmox.abort(run);

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("Ending what runs in web (101) on pve1", run);
        jenkins.assertLogNotContains("ERROR", run);
        assertThat(shell.commands()).anyMatch(words -> words.contains("TERM"));
        assertLeft("pipe");
    }

    @Test
    void anAbortCanLeaveItAlone() throws Exception {
        Path pipe = pipe();
        WorkflowRun run = JenkinsWithProxmox.pipeline(
                        jenkins, "proxmoxExec guest: 'web', abort: 'leave', script: 'echo begun; cat " + pipe + "'")
                .scheduleBuild2(0)
                .waitForStart();
        jenkins.waitForMessage("\nbegun\n", run);
        JenkinsWithProxmox.abort(run);

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertThat(shell.commands()).noneMatch(words -> words.contains("TERM"));
    }

    @Test
    void eachWrongValueIsExplainedBeforeAnyGuestIsTouched() throws Exception {
        Map<String, String> failures = new LinkedHashMap<>();
        for (Map.Entry<String, String> wrong : table().entrySet()) {
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

    private static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("proxmoxExec guest: ''", "No guest is given");
        table.put("proxmoxExec guest: 'nope', script: 'echo'", "There is no guest with the name 'nope' (guest)");
        table.put("proxmoxExec guest: 'web'", "Nothing to run is given; expected is a script or a command");
        table.put("proxmoxExec guest: 'web', script: ' '", "the script is empty");
        table.put(
                "proxmoxExec guest: 'web', script: 'echo', command: ['echo']",
                "Both a script and a command are given; expected is one of them");
        table.put("proxmoxExec guest: 'web', command: 'ls -l'", "command: 'ls -l' is one word");
        table.put("proxmoxExec guest: 'web', command: ['']", "the command names no program");
        table.put("proxmoxExec guest: 'web', command: ['a\\0b']", "the command holds NUL");
        table.put("proxmoxExec guest: 'web', script: 'x', env: ['1A=b']", "env: '1A' is no name of a variable");
        table.put("proxmoxExec guest: 'web', script: 'x', env: [A: 'b\\0']", "the value of A holds NUL");
        table.put("proxmoxExec guest: 'web', script: 'x', env: ['NOPE']", "env: the build has no variable 'NOPE'");
        table.put("proxmoxExec guest: 'web', script: 'x', encoding: 'UTF-9'", "encoding: 'UTF-9' is not known");
        table.put(
                "proxmoxExec guest: 'web', script: 'x', returnStdout: true, returnStatus: true",
                "returnStdout and returnStatus are both true; expected is one of them");
        table.put("proxmoxExec guest: 'web', script: 'x', timeout: 0", "timeout: 0 is too short");
        table.put("proxmoxExec guest: 'web', script: 'x', abort: 'maybe'", "abort: 'maybe' is not known");
        table.put(
                "proxmoxExec guest: 'web', script: 'x', connection: 'other'",
                "There is no connection 'other'; expected is one of lab");
        table.put("proxmoxExec guest: 'cache', script: 'x'", "cache (201) is a container, and Proxmox VE's API has no");
        table.put("proxmoxExec guest: 'build', script: 'x'", "build (102) on pve2 can't be entered, it is stopped");
        table.put("proxmoxExec guest: 9000, script: 'x'", "is a template, which can't be entered");
        table.put("proxmoxWriteFile guest: 'nope', path: '/x', text: ''", "There is no guest with the name 'nope'");
        table.put("proxmoxWriteFile guest: 'web', path: '', text: ''", "'' is no path; expected is one inside");
        table.put("proxmoxWriteFile guest: 'web', path: '/é', text: ''", "other characters than ASCII");
        table.put(
                "proxmoxWriteFile guest: 'web', path: '/x', text: '!', encoding: 'Base64'",
                "The text is not Base64, which encoding: 'Base64' expects");
        table.put(
                "proxmoxWriteFile guest: 'web', path: '/x', text: '', encoding: 'x y'", "encoding: 'x y' is not known");
        table.put("proxmoxWriteFile guest: 'web', path: '/x', text: '', mode: '9'", "mode: '9' is no mode");
        table.put("proxmoxWriteFile guest: 'web', path: '/x', text: '', owner: '-R x'", "owner: '-R x' is no owner");
        table.put("proxmoxWriteFile guest: 'cache', path: '/x', text: ''", "cache (201) is a container");
        table.put("proxmoxReadFile guest: 'nope', path: '/x'", "There is no guest with the name 'nope'");
        table.put("proxmoxReadFile guest: 'web', path: ''", "'' is no path; expected is one inside");
        table.put("proxmoxReadFile guest: 'web', path: '/x', encoding: 'x y'", "encoding: 'x y' is not known");
        table.put("proxmoxReadFile guest: 'cache', path: '/x'", "cache (201) is a container");
        return table;
    }

    @Test
    void whatIsEnteredInTheFormsComesBack() throws Exception {
        ExecStep exec = new ExecStep("web");
        exec.setScript("echo a\necho b");
        exec.setEnv("A=b\nTOKEN");
        exec.setInput("in");
        exec.setReturnStdout(true);
        exec.setEncoding("ISO-8859-1");
        exec.setAbort("leave");
        StepConfigTester forms = new StepConfigTester(jenkins);
        jenkins.assertEqualDataBoundBeans(exec, forms.configRoundTrip(exec));
        WriteFileStep write = new WriteFileStep("web", "/etc/motd", "hello");
        write.setMode("0600");
        write.setOwner("www-data:adm");
        write.setEncoding("Base64");
        jenkins.assertEqualDataBoundBeans(write, forms.configRoundTrip(write));
        ReadFileStep read = new ReadFileStep("web", "/etc/motd");
        read.setEncoding("Base64");
        jenkins.assertEqualDataBoundBeans(read, forms.configRoundTrip(read));

        SnippetizerTester snippets = new SnippetizerTester(jenkins);
        ExecStep command = new ExecStep("web");
        command.setCommand("ls");
        command.setReturnStatus(true);
        snippets.assertRoundTrip(command, "proxmoxExec command: 'ls', guest: 'web', returnStatus: true");
        ExecStep list = new ExecStep("web");
        list.setCommand(List.of("ls", "-l"));
        snippets.assertRoundTrip(list, "proxmoxExec command: ['ls', '-l'], guest: 'web'");
        snippets.assertRoundTrip(
                new WriteFileStep("web", "/x", "y"), "proxmoxWriteFile guest: 'web', path: '/x', text: 'y'");
        snippets.assertRoundTrip(new ReadFileStep("web", "/x"), "proxmoxReadFile guest: 'web', path: '/x'");
    }
}
