package io.jenkins.plugins.proxmox.core.guestagent;

import io.jenkins.plugins.proxmox.core.api.ApiMethod;
import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.ErrorText;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.task.Tasks;
import io.jenkins.plugins.proxmox.core.task.Timing;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The calls below {@code /nodes/{node}/qemu/{vmid}/agent}, and what their failures mean. */
final class AgentCalls {
    /** The guest agent answered the ping before, and then not to the command; it can still carry it out. */
    private static final Pattern CUT_SHORT = Pattern.compile("q[mg][pa] command 'guest-(?!ping')[a-z-]+' failed");

    /** These change nothing either, though they are no GET. */
    private static final Set<String> READING_POSTS = Set.of("ping", "fsfreeze-status");

    private final Tasks tasks;
    private final ApiPath path;
    private final String guest;
    private final Supplier<AgentAbilities> abilities;

    AgentCalls(Tasks tasks, ApiPath guestPath, String guest, Supplier<AgentAbilities> abilities) {
        this.abilities = abilities;
        this.tasks = tasks;
        this.path = guestPath.and("agent");
        this.guest = guest;
    }

    /** The VM, for messages. */
    String guest() {
        return guest;
    }

    AgentAbilities abilities() {
        return abilities.get();
    }

    Timing timing() {
        return tasks.timing();
    }

    ApiRequest get(String command) {
        return ApiRequest.get(path.and(command));
    }

    ApiRequest post(String command) {
        return ApiRequest.post(path.and(command));
    }

    /** Makes a call and gives what the reply holds under {@code data}. */
    Reply call(ApiRequest request) {
        try {
            return tasks.client().call(request);
        } catch (ProxmoxException e) {
            throw explained(request, e);
        }
    }

    /** Gives a command without parameters; what the guest agent refuses then is answered as a success. */
    Reply command(ApiRequest request) {
        Reply data = call(request);
        Optional<String> error =
                data.field("result").flatMap(it -> it.field("error")).flatMap(it -> it.text("desc"));
        if (error.isPresent()) {
            String text = "Agent error: " + error.get().trim();
            throw explained(request, new ProxmoxException(ErrorText.meaning(text), text + " [" + request + "]"));
        }
        return data;
    }

    private ProxmoxException explained(ApiRequest request, ProxmoxException failure) {
        String text = GuestText.decoded(String.valueOf(failure.getMessage()));
        Problem problem = failure.problem();
        if (reads(request)) {
            problem = problem instanceof Problem.OutcomeUnknown ? new Problem.NodeUnreachable() : problem;
        } else if (problem instanceof Problem.WrongState
                && CUT_SHORT.matcher(text).find()) {
            problem = new Problem.OutcomeUnknown();
        }
        return new ProxmoxException(problem, guest + ": " + text + hint(problem, text), failure);
    }

    private boolean reads(ApiRequest request) {
        return request.method() == ApiMethod.GET
                || READING_POSTS.stream().map(path::and).anyMatch(request.path()::equals);
    }

    private static String hint(Problem problem, String text) {
        if (!(problem instanceof Problem.Unsupported)) {
            return "";
        }
        if (text.contains("No QEMU guest agent configured")) {
            return "; set the VM's option agent to 1 and start it anew";
        }
        if (text.contains("has been disabled")) {
            return "; the settings of qemu-ga inside the guest don't allow it";
        }
        return text.contains("has not been found") ? "; the guest agent is too old for it" : "";
    }
}
