package io.jenkins.plugins.proxmox.core.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Parameters as a server reads them. */
public final class SentParameters {
    private SentParameters() {}

    /** Values by name; none of them may be there twice. */
    public static Map<String, String> of(Parameters parameters) {
        return Arrays.stream(parameters.encoded().split("&"))
                .map(it -> it.split("=", 2))
                .collect(Collectors.toMap(it -> it[0], it -> URLDecoder.decode(it[1], StandardCharsets.UTF_8)));
    }
}
