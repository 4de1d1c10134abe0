package io.jenkins.plugins.proxmox.embedded.reply;

import java.util.Map;
import java.util.TreeMap;

/** A call, or a task, ends with an error. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final TreeMap<String, String> errors;
    private final boolean newline;

    private ApiException(int status, String message, Map<String, String> errors, boolean newline) {
        super(message);
        this.status = status;
        this.errors = new TreeMap<>(errors);
        this.newline = newline;
    }

    /** What Perl's {@code die} becomes: status 500 and the text. */
    public static ApiException failure(String text) {
        return new ApiException(500, text, Map.of(), true);
    }

    /** Bad parameters, with what is wrong with each. */
    public static ApiException parameters(Map<String, String> errors) {
        return new ApiException(400, "Parameter verification failed.", errors, true);
    }

    public static ApiException parameter(String name, String problem) {
        return parameters(Map.of(name, problem));
    }

    /** A bad request that is not about one parameter. */
    public static ApiException badRequest(String text) {
        return new ApiException(400, text, Map.of(), true);
    }

    /** Lacking rights; {@code detail} may be empty, as after a choice of privileges. */
    public static ApiException denied(String detail) {
        String suffix = detail.isEmpty() ? "" : " (" + detail + ")";
        return new ApiException(403, "Permission check failed" + suffix, Map.of(), true);
    }

    public static ApiException unauthorized(String text) {
        return new ApiException(401, text, Map.of(), true);
    }

    /** There is no such call: the only error whose text does not end with a line break. */
    public static ApiException notImplemented(String method, String path) {
        return new ApiException(501, "Method '" + method + " " + path + "' not implemented", Map.of(), false);
    }

    public int status() {
        return status;
    }

    public Map<String, String> errors() {
        return errors;
    }

    /** The text as it stands in the body. */
    public String bodyText() {
        return newline ? getMessage() + "\n" : getMessage();
    }

    /** How a task that dies of this ends: only plain failures come without their status. */
    public String exitStatus() {
        StringBuilder text = new StringBuilder(status == 500 ? getMessage() : status + " " + getMessage());
        errors.forEach(
                (name, problem) -> text.append('\n').append(name).append(": ").append(problem.stripTrailing()));
        return text.toString().replace('\n', ' ').trim();
    }
}
