package io.melolog.worker.remote;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a service says about its refusal (RFC 9457), made fit for people who must see neither addresses nor secrets. */
final class ProblemText {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final List<String> FIELDS = List.of("detail", "title", "message", "error");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Z}]+");
    private static final Pattern ADDRESS = Pattern.compile("(?i)[a-z][a-z0-9+.-]{0,20}://\\S*");
    private static final int LONGEST = 200;

    private ProblemText() {}

    /**
     * @param body the answer's, JSON or not
     * @param secret what must not appear, if anything
     * @return at most 200 characters on one line; empty when the service says nothing that can be read
     */
    static String of(byte[] body, @Nullable String secret) {
        JsonNode problem = parse(body);
        return FIELDS.stream()
                .map(problem::path)
                .filter(JsonNode::isString)
                .map(text -> clean(text.stringValue(), secret))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static JsonNode parse(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException e) {
            return MAPPER.missingNode();
        }
    }

    private static String clean(String text, @Nullable String secret) {
        String without = secret == null ? text : text.replace(secret, "[hidden]");
        String visible = INVISIBLE.matcher(without).replaceAll(" ").strip();
        String placeless = ADDRESS.matcher(visible).replaceAll("[address]");
        int length = placeless.codePointCount(0, placeless.length());
        return length <= LONGEST
                ? placeless
                : placeless.substring(0, placeless.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }
}
