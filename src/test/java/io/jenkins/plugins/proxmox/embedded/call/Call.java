package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.schema.EndpointSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One call with its checked parameters, those of the path included. */
public final class Call {
    private final Caller caller;
    private final EndpointSchema endpoint;
    private final Map<String, List<String>> parameters;

    Call(Caller caller, EndpointSchema endpoint, Map<String, List<String>> parameters) {
        this.caller = caller;
        this.endpoint = endpoint;
        this.parameters = parameters;
    }

    public Caller caller() {
        return caller;
    }

    public EndpointSchema endpoint() {
        return endpoint;
    }

    public Map<String, List<String>> parameters() {
        return parameters;
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(parameters.get(name)).map(values -> values.get(0));
    }

    public boolean has(String name) {
        return parameters.containsKey(name);
    }

    /** A parameter that the check made sure of. */
    public String text(String name) {
        return find(name).orElseThrow();
    }

    public int number(String name) {
        return Integer.parseInt(text(name));
    }

    public int number(String name, int otherwise) {
        return find(name).map(Integer::parseInt).orElse(otherwise);
    }

    public long longNumber(String name, long otherwise) {
        return find(name).map(Long::parseLong).orElse(otherwise);
    }

    public boolean flag(String name) {
        return flag(name, false);
    }

    public boolean flag(String name, boolean otherwise) {
        return find(name).map("1"::equals).orElse(otherwise);
    }

    /** The parts of a list parameter. */
    public List<String> list(String name) {
        return find(name).stream()
                .flatMap(text -> List.of(text.split("[,;\\s\\x00]+")).stream())
                .filter(part -> !part.isEmpty())
                .toList();
    }

    public String node() {
        return text("node");
    }

    public int vmid() {
        return number("vmid");
    }
}
