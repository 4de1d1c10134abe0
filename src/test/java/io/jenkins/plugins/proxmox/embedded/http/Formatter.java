package io.jenkins.plugins.proxmox.embedded.http;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The two ways to put results into JSON: with the status of HTTP, or with a status in the body. */
public enum Formatter {
    JSON {
        @Override
        public WireReply format(Answer answer) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("data", answer.data());
            answer.total().ifPresent(total -> body.put("total", total));
            return WireReply.json(200, "OK", JsonText.write(body));
        }

        @Override
        public WireReply format(ApiException error, boolean textInBody) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("data", null);
            if (textInBody) {
                body.put("message", error.bodyText());
            }
            addErrors(body, error);
            return WireReply.json(error.status(), reason(error), JsonText.write(body));
        }
    },
    EXTJS {
        @Override
        public WireReply format(Answer answer) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("success", 1);
            body.put("data", answer.data());
            answer.total().ifPresent(total -> body.put("total", total));
            return WireReply.json(200, "OK", JsonText.write(body));
        }

        @Override
        public WireReply format(ApiException error, boolean textInBody) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("success", 0);
            // Only the status of plain failures is a number.
            body.put("status", error.status() == 500 ? (Object) 500 : "" + error.status());
            body.put("message", error.bodyText());
            body.put("data", null);
            addErrors(body, error);
            return WireReply.json(200, "OK", JsonText.write(body));
        }
    };

    public abstract WireReply format(Answer answer);

    /** @param textInBody whether the text stands in the body too, not only in the status line */
    public abstract WireReply format(ApiException error, boolean textInBody);

    public static Optional<Formatter> named(String name) {
        return switch (name) {
            case "json" -> Optional.of(JSON);
            case "extjs" -> Optional.of(EXTJS);
            default -> Optional.empty();
        };
    }

    private static void addErrors(Map<String, Object> body, ApiException error) {
        if (!error.errors().isEmpty()) {
            body.put("errors", error.errors());
        }
    }

    /** A status line has room for the first line only. */
    private static String reason(ApiException error) {
        return error.getMessage().lines().findFirst().orElse("");
    }
}
