package io.melolog.ingest.access;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.tenant.Caller;
import io.melolog.schemas.access.Scope;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a new key is to be. */
record KeyRequest(
        String tenant,
        List<Scope> scopes,
        String name,
        @Nullable Instant expiresAt) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Set<String> FIELDS = Set.of("tenant", "scopes", "name", "expiresAt");
    private static final int MAX_NAME_LENGTH = 100;
    private static final String SCOPES =
            String.join(", ", Arrays.stream(Scope.values()).map(Scope::id).toList());

    /**
     * Reads {@code {"tenant": "choir", "scopes": ["submit", "read"], "name": "uploader", "expiresAt": "2027-01-01T00:00:00Z"}}; only the scopes are
     * required.
     *
     * @throws ProblemException {@code invalid_parameter}, which says what is wrong
     */
    static KeyRequest parse(byte[] json) {
        JsonNode body = object(json);
        body.propertyNames().stream()
                .filter(field -> !FIELDS.contains(field))
                .findAny()
                .ifPresent(field -> {
                    throw invalid("The fields of a key are tenant, scopes, name and expiresAt.");
                });
        return new KeyRequest(tenant(body.path("tenant")), scopes(body.path("scopes")), name(body), expiresAt(body));
    }

    private static JsonNode object(byte[] json) {
        try {
            JsonNode body = MAPPER.readTree(json);
            if (body.isObject()) {
                return body;
            }
        } catch (JacksonException e) {
            throw invalid("The body is not JSON.");
        }
        throw invalid("The body is a JSON object: {\"tenant\": \"default\", \"scopes\": [\"submit\", \"read\"]}.");
    }

    private static String tenant(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return Caller.DEFAULT_TENANT;
        }
        if (node.isString() && Caller.isTenant(node.stringValue())) {
            return node.stringValue();
        }
        throw invalid(
                "tenant is 1 to 63 letters, digits, dots, dashes and underscores, and begins with a letter or digit.");
    }

    private static List<Scope> scopes(JsonNode node) {
        Set<Scope> scopes = new TreeSet<>();
        for (JsonNode each : node) {
            String id = each.isString() ? each.stringValue() : "";
            scopes.add(Scope.find(id).orElseThrow(() -> invalid("scopes are some of " + SCOPES + ".")));
        }
        if (!node.isArray() || scopes.isEmpty()) {
            throw invalid("scopes is a list of at least one of " + SCOPES + ".");
        }
        return List.copyOf(scopes);
    }

    private static String name(JsonNode body) {
        JsonNode node = body.path("name");
        if (node.isMissingNode() || node.isNull()) {
            return "";
        }
        if (!node.isString()
                || node.stringValue().length() > MAX_NAME_LENGTH
                || node.stringValue().chars().anyMatch(Character::isISOControl)) {
            throw invalid("name is text of at most " + MAX_NAME_LENGTH + " characters, without control characters.");
        }
        return node.stringValue();
    }

    private static @Nullable Instant expiresAt(JsonNode body) {
        JsonNode node = body.path("expiresAt");
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        try {
            return Instant.parse(node.isString() ? node.stringValue() : "");
        } catch (DateTimeException e) {
            throw invalid("expiresAt is a time such as 2027-01-01T00:00:00Z.");
        }
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail);
    }
}
