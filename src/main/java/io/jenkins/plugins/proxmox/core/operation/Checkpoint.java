package io.jenkins.plugins.proxmox.core.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.Upid;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Where an operation stands, in a form that outlives the process.
 *
 * @param id names the operation; guests that it makes bear it
 * @param kind of the operation
 * @param request what was asked for
 * @param deadline when it has no time left
 * @param stage the one that is at work or comes next
 * @param activity what was said last to be done
 * @param calledAt since when a change may have been carried out of which nothing is known yet; absent if none may
 * @param repeated whether the change was called before, and nobody knows for sure that it was not carried out then
 * @param unsettled when the last call was made before the operation turned round, if nobody knows what became of it
 * @param upid the task that is awaited, if any
 * @param linesSeen how many lines of that task's log were shown
 * @param failure why the operation is being taken back; absent as long as it goes ahead
 */
record Checkpoint(
        String id,
        String kind,
        ObjectNode request,
        Instant deadline,
        String stage,
        String activity,
        Optional<Instant> calledAt,
        boolean repeated,
        Optional<Instant> unsettled,
        Optional<Upid> upid,
        int linesSeen,
        Optional<ProxmoxException> failure,
        ObjectNode memo) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How old checkpoints are told from newer ones, should their form ever change. */
    private static final int FORM = 1;

    static ObjectNode json(Map<String, Object> request) {
        return JSON.valueToTree(request);
    }

    /** The request as it was given, numbers and texts as they were. */
    Map<String, Object> requestMap() {
        return JSON.convertValue(
                request, JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
    }

    static Checkpoint parse(String json) {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
        if (node.path("form").asInt() != FORM || !node.path("memo").isObject()) {
            throw unreadable(null);
        }
        return new Checkpoint(
                node.path("id").asText(),
                node.path("kind").asText(),
                (ObjectNode) node.path("request"),
                Instant.ofEpochMilli(node.path("deadline").asLong()),
                node.path("stage").asText(),
                node.path("doing").asText(),
                time(node, "calledAt"),
                node.path("repeated").asBoolean(),
                time(node, "unsettled"),
                Optional.ofNullable(node.get("upid")).flatMap(upid -> Upid.find(upid.asText())),
                node.path("linesSeen").asInt(),
                Optional.ofNullable(node.get("failure")).map(Checkpoint::failure),
                (ObjectNode) node.path("memo"));
    }

    private static Optional<Instant> time(JsonNode node, String key) {
        return Optional.ofNullable(node.get(key)).map(time -> Instant.ofEpochMilli(time.asLong()));
    }

    private static ProxmoxException unreadable(Throwable cause) {
        return new ProxmoxException(
                new Problem.OutcomeUnknown(),
                "Where the operation stood can't be read any more; what Proxmox VE had begun goes on there, look at the"
                        + " guest before doing it again",
                cause);
    }

    private static ProxmoxException failure(JsonNode node) {
        Problem problem =
                switch (node.path("problem").asText()) {
                    case "Cancelled" -> new Problem.Cancelled();
                    case "TimedOut" -> new Problem.TimedOut();
                    default -> new Problem.Other();
                };
        return new ProxmoxException(problem, node.path("message").asText());
    }

    String toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("form", FORM).put("id", id).put("kind", kind).set("request", request);
        node.put("deadline", deadline.toEpochMilli()).put("stage", stage);
        if (!activity.isEmpty()) {
            node.put("doing", activity);
        }
        calledAt.ifPresent(time -> node.put("calledAt", time.toEpochMilli()));
        if (repeated) {
            node.put("repeated", true);
        }
        unsettled.ifPresent(time -> node.put("unsettled", time.toEpochMilli()));
        upid.ifPresent(it -> node.put("upid", it.toString()));
        if (linesSeen > 0) {
            node.put("linesSeen", linesSeen);
        }
        failure.ifPresent(it -> node.putObject("failure")
                .put("problem", it.problem().getClass().getSimpleName())
                .put("message", it.getMessage()));
        node.set("memo", memo);
        return node.toString();
    }
}
