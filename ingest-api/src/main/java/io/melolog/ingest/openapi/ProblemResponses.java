package io.melolog.ingest.openapi;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemGuide;
import io.melolog.ingest.problem.ProblemGuide.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes out what the parts of the document say in short: the refusals of each operation, and the headers of every answer. */
final class ProblemResponses {
    private static final String SHORT = "x-problems";
    private static final String EVERYWHERE = "x-everywhere";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_ACCEPTABLE = 406;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    /** What any call may be answered. */
    private static final List<String> ALWAYS = List.of(
            "bad_request",
            "not_acceptable",
            "internal_error",
            "unauthenticated",
            "insufficient_scope",
            "issuer_unavailable",
            "origin_not_allowed",
            "host_not_served");

    private final List<String> headersOfAll;

    ProblemResponses(ObjectNode headers) {
        headersOfAll = headers.properties().stream()
                .filter(header -> ((ObjectNode) header.getValue()).remove(EVERYWHERE) != null)
                .map(Map.Entry::getKey)
                .toList();
    }

    void addTo(ObjectNode paths) {
        paths.forEach(path -> path.forEach(operation -> expand((ObjectNode) operation)));
    }

    private void expand(ObjectNode operation) {
        ObjectNode responses = operation.withObject("responses");
        problems(operation.remove(SHORT)).forEach((status, types) -> {
            String key = Integer.toString(status);
            if (responses.has(key)) {
                // Readiness answers 503 with a body of its own; its problems come under their own media type.
                content((ObjectNode) responses.get(key), types);
            } else {
                responses.set(key, response(responses.objectNode(), status, types));
            }
        });
        responses.forEach(response -> headersOfAll.forEach(name -> header((ObjectNode) response, name)));
    }

    private static Map<Integer, List<ProblemType>> problems(JsonNode codes) {
        List<String> all = new ArrayList<>(ALWAYS);
        codes.forEach(code -> all.add(code.stringValue()));
        return all.stream()
                .distinct()
                .map(code -> ProblemGuide.of(ProblemCode.valueOf(code.toUpperCase(Locale.ROOT))))
                .collect(Collectors.groupingBy(ProblemType::status, TreeMap::new, Collectors.toList()));
    }

    private static ObjectNode response(ObjectNode response, int status, List<ProblemType> types) {
        response.put(
                "description",
                types.stream().map(ProblemType::title).distinct().collect(Collectors.joining("; ", "", ".")));
        header(response, "Cache-Control");
        if (status == UNAVAILABLE || status == TOO_MANY_REQUESTS) {
            header(response, "Retry-After");
        }
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            header(response, "WWW-Authenticate");
        }
        if (status == NOT_ACCEPTABLE) {
            header(response, "Accept");
        }
        content(response, types);
        return response;
    }

    private static void content(ObjectNode response, List<ProblemType> types) {
        ObjectNode content = response.withObject("content").putObject("application/problem+json");
        content.putObject("schema").put("$ref", "#/components/schemas/Problem");
        ObjectNode examples = content.putObject("examples");
        types.forEach(
                type -> examples.putObject(type.code()).put("$ref", "#/components/examples/problem_" + type.code()));
    }

    private static void header(ObjectNode response, String name) {
        response.withObject("headers").putObject(name).put("$ref", "#/components/headers/" + name);
    }
}
