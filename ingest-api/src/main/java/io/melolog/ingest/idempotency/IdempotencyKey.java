package io.melolog.ingest.idempotency;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header). The draft writes it as a quoted string (RFC 9651 3.3.3), most
 * clients without quotes: both are read, and mean the same key.
 *
 * @param value 1 to 255 visible ASCII characters; spaces where it was quoted
 */
public record IdempotencyKey(String value) {
    /** The header's name. */
    public static final String HEADER = "Idempotency-Key";

    private static final Pattern BARE = Pattern.compile("[\\x21\\x23-\\x7E]{1,255}");
    private static final Pattern QUOTED =
            Pattern.compile("\"((?:[\\x20\\x21\\x23-\\x5B\\x5D-\\x7E]|\\\\[\"\\\\]){1,255})\"");

    /**
     * Reads the header; empty when it was not sent.
     *
     * @throws ProblemException {@code invalid_idempotency_key} when it was sent twice, or is no key
     */
    public static Optional<IdempotencyKey> parse(List<String> headers) {
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        if (headers.size() > 1) {
            throw refused();
        }
        String text = headers.getFirst().strip();
        var quoted = QUOTED.matcher(text);
        if (quoted.matches()) {
            return Optional.of(new IdempotencyKey(quoted.group(1).replaceAll("\\\\(.)", "$1")));
        }
        if (BARE.matcher(text).matches()) {
            return Optional.of(new IdempotencyKey(text));
        }
        throw refused();
    }

    /** What stands for the key where it is stored: 64 lower-case hexadecimal digits. */
    String sha256() {
        return Sha256.of(value.getBytes(StandardCharsets.US_ASCII));
    }

    private static ProblemException refused() {
        return ProblemException.of(
                ProblemCode.INVALID_IDEMPOTENCY_KEY,
                "Send one Idempotency-Key of 1 to 255 visible ASCII characters, such as a UUID.");
    }
}
