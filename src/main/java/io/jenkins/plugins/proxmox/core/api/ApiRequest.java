package io.jenkins.plugins.proxmox.core.api;

import java.time.Duration;
import java.util.Optional;

/**
 * One call.
 *
 * @param timeout how long to wait for the first byte of the reply; pveproxy gives up on a forwarded call after 30 s, so
 *     more than that is only useful for calls that the answering node runs itself
 */
public record ApiRequest(ApiMethod method, ApiPath path, Parameters parameters, Duration timeout) {
    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    /** A read; its parameters travel in the query. */
    public static ApiRequest get(ApiPath path) {
        return new ApiRequest(ApiMethod.GET, path, Parameters.NONE, TIMEOUT);
    }

    /** A change that makes something or begins a task; its parameters travel in the body. */
    public static ApiRequest post(ApiPath path) {
        return new ApiRequest(ApiMethod.POST, path, Parameters.NONE, TIMEOUT);
    }

    /** A change of what is there; its parameters travel in the body. */
    public static ApiRequest put(ApiPath path) {
        return new ApiRequest(ApiMethod.PUT, path, Parameters.NONE, TIMEOUT);
    }

    /** A removal; its parameters travel in the query, because a body is answered 501. */
    public static ApiRequest delete(ApiPath path) {
        return new ApiRequest(ApiMethod.DELETE, path, Parameters.NONE, TIMEOUT);
    }

    /** This call with these parameters instead of its own. */
    public ApiRequest with(Parameters other) {
        return new ApiRequest(method, path, other, timeout);
    }

    /** This call with one more parameter. */
    public ApiRequest with(String name, Object value) {
        return with(parameters.with(name, value));
    }

    /** This call with, if there is a value, one more parameter. */
    public ApiRequest with(String name, Optional<?> value) {
        return with(parameters.with(name, value));
    }

    /** This call with another time-out. */
    public ApiRequest within(Duration other) {
        return new ApiRequest(method, path, parameters, other);
    }

    /** Method and path; parameters are left out, since they can be secrets. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
