package io.melolog.ingest.problem;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What the codes mean and what to do about them, for people: {@code problems.json} beside this class, one entry for each {@link ProblemCode}. */
public final class ProblemGuide {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Map<String, Advice> ADVICE = read();

    private ProblemGuide() {}

    /**
     * What is to be known of a code.
     *
     * @param meaning what happened
     * @param remedy what to do
     * @param retryable whether the very same request may succeed later
     * @param example a detail as an answer could have it
     */
    record Advice(String meaning, String remedy, boolean retryable, String example) {}

    /** A problem type as its address answers. */
    public record ProblemType(
            String type,
            String code,
            String title,
            int status,
            String meaning,
            String remedy,
            boolean retryable,
            Object example) {}

    /** A code in full, with an example of a problem document that any job could have. */
    public static ProblemType of(ProblemCode code) {
        Advice advice = Objects.requireNonNull(ADVICE.get(code.code()), () -> "problems.json says nothing of " + code);
        String reference = code == ProblemCode.INTERNAL_ERROR ? "5b0d2f6e-8a43-4a4e-9c35-0f1f6ac1b1de" : null;
        Problem example = Problem.example(code, advice.example(), reference);
        return new ProblemType(
                example.type(),
                code.code(),
                code.title(),
                code.status(),
                advice.meaning(),
                advice.remedy(),
                advice.retryable(),
                example);
    }

    static Map<String, Advice> all() {
        return ADVICE;
    }

    private static Map<String, Advice> read() {
        try (InputStream json = ProblemGuide.class.getResourceAsStream("problems.json")) {
            return MAPPER.readValue(
                    Objects.requireNonNull(json, "problems.json").readAllBytes(), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
