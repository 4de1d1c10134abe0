package io.jenkins.plugins.proxmox.embedded.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bodies in JSON. */
final class JsonText {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonText() {}

    /** @param booleans whether true and false are understood; else they stay the words they are */
    static Map<String, List<String>> parse(byte[] body, boolean booleans) throws JsonProcessingException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        JsonNode root = MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
        root.properties().forEach(field -> {
            List<String> texts = new ArrayList<>();
            if (field.getValue().isArray()) {
                field.getValue().forEach(element -> texts.add(text(element, booleans)));
            } else {
                texts.add(text(field.getValue(), booleans));
            }
            values.put(field.getKey(), texts);
        });
        return values;
    }

    private static String text(JsonNode value, boolean booleans) {
        if (value.isBoolean() && booleans) {
            return value.booleanValue() ? "1" : "0";
        }
        return value.isNull() ? "" : value.asText();
    }

    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
