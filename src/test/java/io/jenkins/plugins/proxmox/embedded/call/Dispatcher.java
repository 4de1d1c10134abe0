package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.reply.ForwardFailed;
import io.jenkins.plugins.proxmox.embedded.schema.ApiSchema;
import io.jenkins.plugins.proxmox.embedded.schema.EndpointSchema;
import io.jenkins.plugins.proxmox.embedded.schema.ParameterCheck;
import io.jenkins.plugins.proxmox.embedded.schema.Requirement;
import io.jenkins.plugins.proxmox.embedded.state.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Leads a call through the checks that Proxmox makes, in its order, to its handler. */
public final class Dispatcher {
    private final Services services;
    private final Routes routes;

    public Dispatcher(Services services, Routes routes) {
        this.services = services;
        this.routes = routes;
        requireComplete();
    }

    /** Else a call that is only forgotten would look like one that this version does not have. */
    private void requireComplete() {
        List<EndpointSchema> unanswered = services.schema().endpoints().stream()
                .filter(endpoint -> routes.find(endpoint).isEmpty())
                .toList();
        if (!unanswered.isEmpty()) {
            throw new IllegalStateException("nobody answers " + unanswered);
        }
    }

    /** The call that a path means. */
    public Optional<ApiSchema.Match> find(String method, List<String> segments) {
        return services.schema().find(method, segments);
    }

    /** Whether a call needs no credentials. */
    public boolean isPublic(ApiSchema.Match match) {
        return match.endpoint().requirement() instanceof Requirement.World;
    }

    /** Whether a daemon other than pveproxy answers: the privileged one, or that of another node. */
    public boolean isForwarded(ApiSchema.Match match) {
        String entry = services.dataCenter().entryNode();
        return match.endpoint().forwarded()
                || !match.pathParameters().getOrDefault("node", entry).equals(entry);
    }

    /** @param given the parameters of query and body */
    public Answer dispatch(ApiSchema.Match match, Caller caller, Map<String, List<String>> given) {
        EndpointSchema endpoint = match.endpoint();
        requireTokenAllowed(endpoint, caller);
        Map<String, List<String>> parameters = merge(match.pathParameters(), given);
        String node = match.pathParameters()
                .getOrDefault("node", services.dataCenter().entryNode());
        // pveproxy waits for many such calls at once, but pvedaemon has few workers.
        return endpoint.forwarded()
                ? services.workers().work(node, () -> handle(match, caller, parameters))
                : handle(match, caller, parameters);
    }

    private Answer handle(ApiSchema.Match match, Caller caller, Map<String, List<String>> parameters) {
        EndpointSchema endpoint = match.endpoint();
        return services.dataCenter().lock().get(() -> {
            services.permissions()
                    .check(
                            endpoint.requirement(),
                            caller,
                            name -> Optional.ofNullable(parameters.get(name)).map(values -> values.get(0)));
            Optional.ofNullable(match.pathParameters().get("node")).ifPresent(this::requireReachable);
            Map<String, List<String>> checked = check(endpoint, parameters);
            return routes.find(endpoint).orElseThrow().handle(new Call(caller, endpoint, checked));
        });
    }

    private static void requireTokenAllowed(EndpointSchema endpoint, Caller caller) {
        if (!endpoint.tokenAllowed() && caller.token().isPresent()) {
            throw ApiException.denied(
                    "URI '" + endpoint.template() + "' not available with API token, need proper ticket.\n");
        }
    }

    private static Map<String, List<String>> merge(Map<String, String> inPath, Map<String, List<String>> given) {
        Map<String, List<String>> merged = new HashMap<>(given);
        inPath.forEach((name, value) -> {
            List<String> other = merged.put(name, List.of(value));
            if (other != null && !other.equals(List.of(value))) {
                throw ApiException.parameter(
                        name, "duplicate parameter (already defined in URI) with conflicting values!");
            }
        });
        return merged;
    }

    private void requireReachable(String name) {
        Node node = services.dataCenter()
                .node(name)
                .orElseThrow(() -> ApiException.failure("hostname lookup '" + name
                        + "' failed - failed to get address info for: " + name + ": Name or service not known"));
        if (!node.online()) {
            throw new ForwardFailed(595, "No route to host");
        }
    }

    private Map<String, List<String>> check(EndpointSchema endpoint, Map<String, List<String>> parameters) {
        ParameterCheck check = new ParameterCheck(endpoint, services.version());
        Map<String, String> problems = check.problems(parameters);
        if (!problems.isEmpty()) {
            throw ApiException.parameters(problems);
        }
        Map<String, List<String>> effective = new HashMap<>();
        parameters.forEach((name, values) -> effective.put(name, check.effective(name, values)));
        return effective;
    }
}
