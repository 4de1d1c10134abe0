package io.jenkins.plugins.proxmox.core.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells success from failure in an answer, and finds the text that explains the failure. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    /**
     * The data of an answer.
     *
     * @throws ProxmoxException if the answer is an error
     */
    static Reply read(ApiRequest request, HttpTransport.Answer answer) {
        JsonNode body = parse(answer.body());
        if (answer.status() / 100 != 2) {
            throw failure(request, answer, body);
        }
        if (body == null) {
            throw unreadable(request);
        }
        return new Reply(body.path("data"));
    }

    static ProxmoxException unreadable(ApiRequest request) {
        return new ProxmoxException(
                new Problem.OutcomeUnknown(),
                request + " was answered with something else than Proxmox VE would; is this a Proxmox VE?");
    }

    private static ProxmoxException failure(ApiRequest request, HttpTransport.Answer answer, JsonNode body) {
        if (answer.status() / 100 == 3) {
            return new ProxmoxException(
                    new Problem.Other(), request + " was redirected; the URL is not the one of a Proxmox VE's API");
        }
        Map<String, String> errors = errors(body);
        String text = text(answer, body, errors);
        Problem problem = errors.isEmpty() ? ErrorText.meaning(answer.status(), text) : meaning(errors);
        return new ProxmoxException(problem, text + " [" + request + "]");
    }

    /** 400 with a map is mostly a wrong parameter, but an unknown task, a taken VMID and a right come the same way. */
    private static Problem meaning(Map<String, String> errors) {
        if (errors.size() == 1) {
            Problem meaning = ErrorText.meaning(errors.values().iterator().next());
            if (meaning instanceof Problem.AlreadyExists
                    || meaning instanceof Problem.NotFound
                    || meaning instanceof Problem.Permission) {
                return meaning;
            }
        }
        return new Problem.Parameter(errors);
    }

    private static String text(HttpTransport.Answer answer, JsonNode body, Map<String, String> errors) {
        if (!errors.isEmpty()) {
            return errors.entrySet().stream()
                    .map(e -> e.getKey() + ": " + e.getValue())
                    .collect(Collectors.joining("; "));
        }
        // The message of the body is whole, the reason phrase is its first line, and all there is before PVE 8.4.
        String message = body == null ? "" : body.path("message").asText("").trim();
        if (!message.isEmpty()) {
            return message;
        }
        String reason = answer.reason().trim();
        return reason.isEmpty() ? "status " + answer.status() : reason + " (status " + answer.status() + ")";
    }

    private static Map<String, String> errors(JsonNode body) {
        Map<String, String> errors = new TreeMap<>();
        if (body != null) {
            body.path("errors")
                    .properties()
                    .forEach(e ->
                            errors.put(e.getKey(), e.getValue().asText().trim().replace('\n', ' ')));
        }
        return Collections.unmodifiableMap(errors);
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node != null && node.isObject() ? node : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
