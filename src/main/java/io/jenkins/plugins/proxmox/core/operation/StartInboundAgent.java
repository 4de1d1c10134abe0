package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guestagent.InboundOutcome;
import io.jenkins.plugins.proxmox.core.guestagent.JobFiles;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Starts a Jenkins agent inside a VM by the VM's guest agent: no SSH, and no way from the controller to the guest is needed.
 * The agent fetches {@code agent.jar} from the controller, gets its secret by a file that only its user can read, and goes
 * on by itself. One of the same name that runs already is left alone, so that this can be asked for as often as one likes.
 *
 * <p>Taken back, it ends what has not been started yet; an agent that runs goes on.
 *
 * <p>API: as {@link ExecuteCommand}.
 */
public final class StartInboundAgent implements Operation<StartedAgent> {
    static final String KIND = "startAgent";

    private final InboundAgentRequest request;

    /** @throws ProxmoxException with {@link Problem.Parameter} if something that was asked for can't be right */
    public StartInboundAgent(InboundAgentRequest request) {
        this.request = request.checked();
        secret(request);
    }

    private StartInboundAgent(Request request) {
        this.request = InboundAgentRequest.of(request).checked();
    }

    /** A secret that is not given again is missed only if it was not handed over before. */
    static StartInboundAgent of(Request request) {
        return new StartInboundAgent(request);
    }

    private static String secret(InboundAgentRequest request) {
        return request.secret()
                .orElseThrow(() -> ProxmoxException.invalid(
                        InboundAgentRequest.SECRET,
                        "No secret is given; expected is the one by which the controller knows the agent"));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return request.toMap();
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(15);
    }

    @Override
    public Stages<StartedAgent> stages() {
        return new InsideJob<>(new Plan()).stages();
    }

    @Override
    public Optional<String> undo(Memo memo) {
        return InsideJob.undo(memo);
    }

    private final class Plan implements InsideJob.Plan<StartedAgent> {
        @Override
        public void prepare(OperationContext context) {
            Inside.prepare(context, request.guest, request.mark());
        }

        @Override
        public String activity(Memo memo) {
            return "Starting the agent " + request.name() + " in " + Inside.place(memo);
        }

        @Override
        public JobFiles files(Memo memo) {
            boolean windows = Inside.isWindows(memo);
            request.check(windows);
            return request.agent().files(secret(request), windows);
        }

        /** It takes a second or more, and that it is connected the agent itself tells the controller. */
        @Override
        public Duration shortestPause() {
            return Duration.ofSeconds(1);
        }

        @Override
        public boolean keepsOutput() {
            return true;
        }

        /** An agent that does not understand what it is told may say what it was told. */
        @Override
        public Optional<String> kept(String output) {
            return Optional.of(
                    request.secret().map(it -> output.replace(it, "****")).orElse(output));
        }

        @Override
        public Charset charset() {
            return StandardCharsets.UTF_8;
        }

        @Override
        public Next<StartedAgent> end(OperationContext context, CommandEnd end) {
            if (context.memo().has(InsideJob.ENDING)) {
                return Next.done(new StartedAgent(false, false, "", ""));
            }
            InboundOutcome outcome = InboundOutcome.find(end.output().orElse(""))
                    .orElseThrow(() -> new ProxmoxException(
                            new Problem.Other(),
                            "what starts it gave exit code " + end.exitCode()
                                    + " and did not say why; what it has shown may tell more"));
            return switch (outcome.kind()) {
                case CONNECTED, RUNNING -> Next.done(started(outcome));
                case STARTED -> {
                    context.say("The agent " + request.name() + " was started in " + Inside.place(context.memo())
                            + " and is not connected yet; the last lines of " + outcome.line(1) + " are:");
                    context.show(outcome.from(2).lines().toList());
                    yield Next.done(started(outcome));
                }
                default -> throw failure(outcome);
            };
        }
    }

    private static StartedAgent started(InboundOutcome outcome) {
        return new StartedAgent(
                outcome.kind() != InboundOutcome.Kind.RUNNING,
                outcome.kind() == InboundOutcome.Kind.CONNECTED,
                outcome.line(0),
                outcome.line(1));
    }

    private ProxmoxException failure(InboundOutcome outcome) {
        String details = outcome.details();
        return switch (outcome.kind()) {
            case OTHER ->
                new ProxmoxException(
                        new Problem.WrongState(),
                        "the agent '" + details + "' runs already in " + request.workDirectory()
                                + "; expected is another work directory, or a restart");
            case USER ->
                ProxmoxException.invalid(
                        "user", "user: there is no '" + request.user().orElse("") + "' inside the guest");
            case ROOT ->
                new ProxmoxException(
                        new Problem.Unsupported(),
                        "the guest agent runs as " + details + ", and only root can start something as "
                                + request.user().orElse(""));
            case DIRECTORY ->
                new ProxmoxException(
                        new Problem.Other(),
                        "the work directory " + request.workDirectory() + " can't be used: " + details);
            case JAVA ->
                new ProxmoxException(
                        new Problem.NotFound(),
                        "Java is missing: the guest has no command '" + request.java() + "', looked for in " + details
                                + "; install Java in the template, or name the command with its path");
            case TOOL ->
                new ProxmoxException(
                        new Problem.NotFound(),
                        "the guest has neither curl nor wget to fetch agent.jar with; install one of them in the"
                                + " template");
            case UNREACHABLE ->
                new ProxmoxException(
                        new Problem.Other(),
                        "the guest can't fetch " + request.agent().jar() + ": " + details);
            case JAR ->
                new ProxmoxException(
                        new Problem.Other(),
                        request.agent().jar() + " gives no jar; is " + request.url() + " the URL of the controller?");
            default ->
                new ProxmoxException(
                        new Problem.Other(),
                        "the agent ended at once"
                                + (outcome.line(0).isEmpty() ? "" : " with exit code " + outcome.line(0))
                                + "; the last lines of " + outcome.line(1) + " are:\n" + outcome.from(2));
        };
    }
}
