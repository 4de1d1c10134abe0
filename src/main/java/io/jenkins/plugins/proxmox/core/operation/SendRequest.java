package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ApiMethod;
import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.Tasks;
import io.jenkins.plugins.proxmox.core.task.Upid;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Any call of the API, and the task that it may begin; gives what the reply holds in plain values, of a task its UPID.
 *
 * <p>Nobody knows how to find out what became of such a call, so one that changes something is never made twice: if there
 * is no answer, or the process ends before it is read, the operation fails with {@link Problem.OutcomeUnknown}. Parameters
 * whose names tell of a secret are in no checkpoint and no message.
 */
public final class SendRequest implements Operation<Object> {
    static final String KIND = "request";
    private static final String READ = "read";
    private static final String SEND = "send";

    private final ApiMethod method;
    private final String text;
    private final ApiPath path;
    private final RequestParameters parameters;
    private final boolean waiting;

    /**
     * @param method {@code GET}, {@code POST}, {@code PUT} or {@code DELETE}
     * @param path below {@code /api2/json}, not encoded, as in {@code /nodes/pve1/status}
     * @param parameters one {@code name=value} a line, as {@link Values#lines} makes it
     * @param waiting whether the end of a task that is begun is awaited
     * @throws ProxmoxException with {@link Problem.Parameter} if one of them can't be right
     */
    public SendRequest(String method, String path, String parameters, boolean waiting) {
        this(method, path, RequestParameters.parse(parameters), waiting);
    }

    private SendRequest(String method, String path, RequestParameters parameters, boolean waiting) {
        this.method = method(method);
        this.text = path == null ? "" : path.trim();
        this.path = path(text);
        this.parameters = parameters;
        this.waiting = waiting;
    }

    static SendRequest of(Request request) {
        return new SendRequest(
                request.text("method"),
                request.text("path"),
                RequestParameters.read(request),
                request.truth("wait").orElse(true));
    }

    private static ApiMethod method(String text) {
        String wanted = text == null ? "" : text.trim();
        return Arrays.stream(ApiMethod.values())
                .filter(method -> method.name().equals(wanted.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> ProxmoxException.invalid(
                        "method", "method: '" + wanted + "' is not known; expected is one of GET, POST, PUT, DELETE"));
    }

    /**
     * Reads a path of the API.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if it is none, or would lead out of the API
     */
    public static ApiPath path(String text) {
        String wanted = text == null ? "" : text.trim();
        if (!wanted.startsWith("/") || wanted.length() < 2) {
            throw unfit(wanted, "expected is one that begins with /, as in /nodes/pve1/status");
        }
        if (wanted.startsWith("/api2/")) {
            throw unfit(wanted, "expected is what comes after /api2/json");
        }
        if (wanted.chars().anyMatch(c -> c <= ' ' || c == 0x7f || "?#%\\".indexOf(c) >= 0)) {
            throw unfit(
                    wanted, "expected is none with ? # % \\ or blanks; what would follow a ? is given as parameters");
        }
        String[] segments = wanted.substring(1).split("/", -1);
        if (Arrays.stream(segments).anyMatch(it -> it.isEmpty() || it.equals(".") || it.equals(".."))) {
            throw unfit(wanted, "expected is one without empty parts, . and ..");
        }
        return ApiPath.of((Object[]) segments);
    }

    private static ProxmoxException unfit(String path, String expected) {
        return ProxmoxException.invalid("path", "path: '" + path + "' is no path of the API; " + expected);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return parameters
                .write(Request.write().with("method", method).with("path", text))
                .with("wait", waiting)
                .map();
    }

    @Override
    public Stages<Object> stages() {
        return Stages.beginningWith("prepare", this::prepare)
                .look(READ, this::read)
                .change(SEND, new Send());
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(30);
    }

    private Next<Object> prepare(OperationContext context) {
        context.permit(Right.REQUEST);
        return Next.then(method == ApiMethod.GET ? READ : SEND);
    }

    private Next<Object> read(OperationContext context) {
        return Next.done(call(context).plain());
    }

    private Reply call(OperationContext context) {
        ApiRequest request = new ApiRequest(
                method, path, parameters.toSend(), ApiRequest.get(path).timeout());
        try {
            return context.cluster().tasks().client().call(request);
        } catch (ProxmoxException e) {
            String masked = parameters.masked(e.getMessage());
            throw masked.equals(e.getMessage()) ? e : new ProxmoxException(e.problem(), masked);
        }
    }

    private final class Send implements Change<Object> {
        private Object answer;

        @Override
        public String activity(Memo memo) {
            return method + " " + text;
        }

        @Override
        public Task make(OperationContext context) {
            Reply reply = call(context);
            answer = reply.plain();
            Tasks tasks = context.cluster().tasks();
            return reply.text()
                    .flatMap(Upid::find)
                    .filter(upid -> waiting)
                    .map(tasks::task)
                    .orElseGet(tasks::done);
        }

        @Override
        public Trace trace(OperationContext context) {
            return new Trace.Failed(new ProxmoxException(
                    new Problem.OutcomeUnknown(),
                    "The outcome is unknown: Proxmox VE may have carried it out or not, because no answer came or nobody was"
                            + " there to read it. It is not sent again; look before doing that"));
        }

        @Override
        public Next<Object> then(OperationContext context, Optional<ProxmoxException> failure) {
            if (failure.isPresent()) {
                throw context.task().isPresent() ? atOnce(failure.get()) : failure.get();
            }
            return Next.done(context.task().isPresent() ? context.task().get().toString() : answer);
        }

        /** A task that met a lock may have done a part of its work before, so it is not for us to begin it again. */
        private ProxmoxException atOnce(ProxmoxException failure) {
            return failure.is(Problem.Locked.class)
                    ? new ProxmoxException(new Problem.Other(), failure.getMessage(), failure)
                    : failure;
        }
    }
}
