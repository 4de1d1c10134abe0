package io.jenkins.plugins.proxmox.core.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the meaning out of the texts with which Proxmox VE fails, in replies and in the exit status of tasks alike.
 *
 * <p>The texts are those of pve-manager, qemu-server, pve-container, pve-storage and pve-cluster of the 7.4, 8.4 and 9
 * lines, and those of the QEMU guest agents that run under them. The order matters: the first that fits decides.
 */
public final class ErrorText {
    private record Rule(Pattern pattern, Function<MatchResult, Problem> meaning) {}

    private static final List<Rule> RULES = List.of(
            // What a guest agent says comes first: there are names of files in it, and those can hold anything.
            rule("^Agent error: .* has been disabled: the agent is in frozen state", m -> new Problem.WrongState()),
            rule("^Agent error: .* has (?:been disabled|not been found)", m -> new Problem.Unsupported()),
            rule(
                    "^Agent error: .*(?:No such file or directory|The system cannot find the (?:file|path) specified)",
                    m -> new Problem.NotFound()),
            // The guest refuses, not Proxmox VE: no privilege of the credentials would change it.
            rule("^Agent error: .*(?:Permission denied|Access is denied)", m -> new Problem.Unsupported()),
            rule("^Agent error: PID \\d+ does not exist", m -> new Problem.NotFound()),
            rule("is locked \\(([a-z-]+)\\)", m -> new Problem.Locked(m.group(1))),
            rule("can't lock file '(?:[^']*/)?([^'/]+)'", m -> new Problem.Locked(m.group(1))),
            rule("no quorum|error with cfs lock|'/etc/pve/[^']*' - Permission denied", m -> new Problem.NoQuorum()),
            rule("cfs-lock '([^']+)' error|'([^']+)'-locked command timed out", ErrorText::storageLock),
            rule(
                    "Permission check failed(?: \\((/[^,)]*), ([A-Za-z.|]+)[^)]*\\))?",
                    m -> new Problem.Permission(Optional.ofNullable(m.group(1)), Optional.ofNullable(m.group(2)))),
            rule("[Oo]nly root (?:can|may)", m -> new Problem.Permission(Optional.empty(), Optional.of("root@pam"))),
            rule(
                    "config file already exists|already exists on node|(?:VM|CT) \\d+ already exists|File exists"
                            + "|snapshot name '.*' already used",
                    m -> new Problem.AlreadyExists()),
            rule(
                    "already running|not running|is paused|is running|can't migrate running"
                            + "|q(?:mp|ga) command 'guest-[a-z-]+' failed|qga socket",
                    m -> new Problem.WrongState()),
            rule("hostname lookup '.*' failed", m -> new Problem.NotFound()),
            rule(
                    "does not exist|[Uu]nable to find configuration file|No such storage|no such task|no such cluster node",
                    m -> new Problem.NotFound()),
            rule(
                    "not enough (?:free )?space|No space left|out of space|insufficient free space|reached threshold|quota exceeded",
                    m -> new Problem.StorageFull()),
            rule("checksum mismatch|detected modified configuration", m -> new Problem.Conflict()),
            rule(
                    "Method '.*' not implemented|feature is not (?:available|supported)|feature for '.*' is not available"
                            + "|not most recent snapshot|[Ff]ull clones? (?:of|on) a running container|not allowed for linked clones|if it's a template"
                            + "|No QEMU guest agent configured",
                    m -> new Problem.Unsupported()),
            rule(
                    "start worker failed|unable to fork worker|starting worker failed",
                    m -> new Problem.NodeUnreachable()));

    private ErrorText() {}

    /** The meaning of a text; {@link Problem.Other} if it has no known one. */
    public static Problem meaning(String text) {
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern().matcher(text);
            if (matcher.find()) {
                return rule.meaning().apply(matcher);
            }
        }
        return new Problem.Other();
    }

    /**
     * The meaning of an answer.
     *
     * @param status the HTTP status, 400 to 599
     * @param text the reason phrase or the message of the body
     */
    static Problem meaning(int status, String text) {
        return switch (status) {
            case 401 -> new Problem.Authentication();
            // The node that should have answered was never reached.
            case 503, 595 -> new Problem.NodeUnreachable();
            // It was reached and did not answer in time: whatever it was asked for goes on there.
            case 502, 504, 596, 597, 598, 599 -> new Problem.OutcomeUnknown();
            case 501 -> new Problem.Unsupported();
            default -> {
                Problem meaning = meaning(text);
                boolean vague = meaning instanceof Problem.Other;
                yield vague && status == 403 ? new Problem.Permission(Optional.empty(), Optional.empty()) : meaning;
            }
        };
    }

    private static Problem storageLock(MatchResult match) {
        return new Problem.Locked(match.group(1) != null ? match.group(1) : match.group(2));
    }

    private static Rule rule(String pattern, Function<MatchResult, Problem> meaning) {
        return new Rule(Pattern.compile(pattern), meaning);
    }
}
