package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The parameters of a request that people write themselves, and which of them nobody else may get to see.
 *
 * @param pairs names and values; an array has several of one name
 * @param missing names of secret ones whose values are not known any more
 */
record RequestParameters(List<Map.Entry<String, String>> pairs, List<String> missing) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

    /** What names of secrets have in common; one too many costs nothing. */
    private static final Pattern SECRET = Pattern.compile(
            "(?i).*(?:passw|passphrase|secret|token|ticket|credential|private|keyring|otp).*|(?:.*[-_])?key");

    private static final int SHORTEST_MASKED = 4;
    private static final String PARAMETERS = "parameters";
    private static final String WITHHELD = "withheld";

    /**
     * @param text one {@code name=value} a line, as {@link Values#lines} makes it
     * @throws ProxmoxException with {@link Problem.Parameter} if that can't be right
     */
    static RequestParameters parse(String text) {
        List<Map.Entry<String, String>> pairs = Values.pairs(PARAMETERS, text);
        for (Map.Entry<String, String> pair : pairs) {
            if (!NAME.matcher(pair.getKey()).matches()) {
                throw ProxmoxException.invalid(
                        PARAMETERS,
                        "parameters: '" + pair.getKey()
                                + "' is no name of a parameter; expected are letters, digits and _ . -");
            }
        }
        return new RequestParameters(pairs, List.of());
    }

    /** Those that a checkpoint kept, and of the others those that were given again. */
    static RequestParameters read(Request request) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>(Values.pairs(PARAMETERS, request.text(PARAMETERS)));
        List<String> missing = new ArrayList<>();
        for (String name : request.texts(WITHHELD)) {
            request.secret(name).ifPresentOrElse(value -> pairs.add(Map.entry(name, value)), () -> missing.add(name));
        }
        return new RequestParameters(pairs, missing);
    }

    Request write(Request request) {
        Map<Boolean, List<Map.Entry<String, String>>> parts =
                pairs.stream().collect(Collectors.partitioningBy(pair -> isSecret(pair.getKey())));
        List<String> withheld = new ArrayList<>(missing);
        parts.get(true).forEach(pair -> withheld.add(pair.getKey()));
        return request.with(
                        PARAMETERS,
                        parts.get(false).stream()
                                .map(pair -> Values.lines(Map.of(pair.getKey(), pair.getValue())))
                                .collect(Collectors.joining("\n")))
                .with(WITHHELD, withheld);
    }

    static boolean isSecret(String name) {
        return SECRET.matcher(name).matches();
    }

    /**
     * As they are sent.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if a secret is not known any more
     */
    Parameters toSend() {
        if (!missing.isEmpty()) {
            throw ProxmoxException.invalid(
                    PARAMETERS,
                    "The values of " + String.join(", ", missing) + " are kept nowhere, and were not given again");
        }
        Parameters parameters = Parameters.NONE;
        for (Map.Entry<String, String> pair : pairs) {
            parameters = parameters.with(pair.getKey(), pair.getValue());
        }
        return parameters;
    }

    /** A text in which no secret stands any more. */
    String masked(String text) {
        String masked = text;
        for (Map.Entry<String, String> pair : pairs) {
            if (isSecret(pair.getKey()) && pair.getValue().length() >= SHORTEST_MASKED) {
                masked = masked.replace(pair.getValue(), "****");
            }
        }
        return masked;
    }

    /** The names only: values can be secrets. */
    @Override
    public String toString() {
        return pairs.stream().map(Map.Entry::getKey).collect(Collectors.joining(", ", "[", "]"));
    }
}
