package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.guestagent.JobFiles;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What to run inside a guest. A checkpoint keeps neither the script or command nor input and environment: they may be
 * secret or big, and whoever takes the operation up again has them.
 */
public final class CommandRequest {
    private static final String VARIABLE = "env.";
    private static final String WORD = "command.";

    final GuestReference guest;
    private Optional<String> script = Optional.empty();
    private List<String> command = List.of();
    private Optional<String> input = Optional.empty();
    private Map<String, String> environment = Map.of();
    private Charset charset = Charsets.parse(null);
    private boolean keepsOutput;

    /**
     * @param guest a VMID or a name
     * @throws ProxmoxException with {@link Problem.Parameter} if it can't be right
     */
    public CommandRequest(String guest) {
        this.guest = GuestReference.parse("guest", guest);
    }

    /** For the shell of the guest; may be null. */
    public CommandRequest script(String text) {
        script = Optional.ofNullable(text);
        return this;
    }

    /** A program and its arguments. */
    public CommandRequest command(List<String> words) {
        command = List.copyOf(words);
        return this;
    }

    /** What it reads; may be null. */
    public CommandRequest input(String text) {
        input = Optional.ofNullable(text);
        return this;
    }

    /** Variables it gets besides those of the guest agent. */
    public CommandRequest environment(Map<String, String> variables) {
        environment = new LinkedHashMap<>(variables);
        return this;
    }

    /** In which the texts are written and the output is read; null for UTF-8. */
    public CommandRequest encoding(String name) {
        charset = Charsets.parse(name);
        return this;
    }

    /** Whether the standard output is given in the end, and not shown meanwhile. */
    public CommandRequest keepsOutput(boolean keeps) {
        keepsOutput = keeps;
        return this;
    }

    static CommandRequest of(Request request) {
        Map<String, String> environment = new LinkedHashMap<>();
        request.secrets().forEach((name, value) -> {
            if (name.startsWith(VARIABLE)) {
                environment.put(name.substring(VARIABLE.length()), value);
            }
        });
        return new CommandRequest(request.text("guest"))
                .script(request.secret("script").orElse(null))
                .command(words(request))
                .input(request.secret("input").orElse(null))
                .environment(environment)
                .encoding(request.text("encoding"))
                .keepsOutput(request.flag("keepsOutput"));
    }

    private static List<String> words(Request request) {
        return IntStream.iterate(0, i -> request.secret(WORD + i).isPresent(), i -> i + 1)
                .mapToObj(i -> request.secret(WORD + i).orElseThrow())
                .toList();
    }

    Map<String, Object> toMap() {
        return Request.write()
                .with("guest", guest)
                .with("encoding", charset.name())
                .with("keepsOutput", keepsOutput)
                .map();
    }

    boolean keepsOutput() {
        return keepsOutput;
    }

    Charset charset() {
        return charset;
    }

    /** {@code script} or {@code command}. */
    String noun() {
        return command.isEmpty() ? "script" : "command";
    }

    /** @throws ProxmoxException with {@link Problem.Parameter} if it can't be right */
    JobFiles files() {
        return new JobFiles(script, command, input, environment, charset);
    }
}
