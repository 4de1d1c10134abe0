package io.jenkins.plugins.proxmox.embedded.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the parameters of query and body, and refuses bodies that the real server refuses. */
public final class BodyReader {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    private final PveVersion version;
    private final boolean textInBody;

    /** @param textInBody whether refusals are told in bodies too, not only in status lines */
    public BodyReader(PveVersion version, boolean textInBody) {
        this.version = version;
        this.textInBody = textInBody;
    }

    /** The reply if the body can't be accepted at all. */
    public Optional<WireReply> refuse(WireRequest request) {
        int length = request.body().length;
        if (length == 0) {
            return Optional.empty();
        }
        String method = request.method();
        if (!method.equals("POST") && !method.equals("PUT")) {
            return Optional.of(refusal(501, "Unexpected content for method '" + method + "'"));
        }
        String type = request.header("Content-Type").orElse("");
        if (!type.isEmpty() && !type.startsWith(FORM) && !type.startsWith(JSON)) {
            return Optional.of(refusal(506, "upload 'Content-Type '" + type + "' not implemented"));
        }
        return length > largest() ? Optional.of(refusal(501, "for data too large")) : Optional.empty();
    }

    private int largest() {
        return version.atLeast(PveVersion.V8) ? 512 * 1024 : 64 * 1024;
    }

    /** @param forwarded whether the call is handed on, which in version 7 turned JSON into a form on the way */
    public Map<String, List<String>> parameters(WireRequest request, boolean forwarded) throws BadBody {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (request.header("Content-Type").orElse("").startsWith(JSON)) {
            parameters.putAll(json(request.body(), forwarded));
        } else {
            parameters.putAll(FormText.parse(new String(request.body(), StandardCharsets.UTF_8)));
        }
        // What stands in the query wins.
        parameters.putAll(FormText.parse(request.rawQuery()));
        return parameters;
    }

    private Map<String, List<String>> json(byte[] body, boolean forwarded) throws BadBody {
        try {
            return body.length == 0 ? Map.of() : JsonText.parse(body, forwarded || version.atLeast(PveVersion.V8));
        } catch (JsonProcessingException e) {
            long offset = Math.max(0, e.getLocation().getCharOffset());
            String text = new String(body, StandardCharsets.UTF_8);
            String rest = text.substring((int) Math.min(text.length(), offset));
            throw new BadBody("'\"' expected, at character offset " + offset + " (before \"" + rest.replace("}", "")
                    + "\") at /usr/share/perl5/PVE/APIServer/AnyEvent.pm line 917.");
        }
    }

    /** The JSON is none. */
    public static final class BadBody extends Exception {
        private static final long serialVersionUID = 1L;

        BadBody(String message) {
            super(message);
        }
    }

    /** Errors of the HTTP layer are bare text. */
    public WireReply refusal(int status, String text) {
        return textInBody ? WireReply.text(status, text) : WireReply.empty(status, text);
    }

    /** The path of a request without the marks of its encoding. */
    public static String decodedPath(WireRequest request) {
        return FormText.decodePath(request.rawPath());
    }
}
