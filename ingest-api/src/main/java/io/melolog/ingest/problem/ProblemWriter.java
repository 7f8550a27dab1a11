package io.melolog.ingest.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/** Writes problems past content negotiation: an error is a problem document whatever {@code Accept} says. Thread-safe. */
final class ProblemWriter {
    static final String MEDIA_TYPE = "application/problem+json";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ProblemWriter() {}

    /** Replaces what the response holds so far; does nothing when the client has already been answered. */
    static void write(HttpServletResponse response, Problem problem) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        byte[] body = MAPPER.writeValueAsBytes(problem);
        response.setStatus(problem.status());
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getOutputStream().write(body);
        response.flushBuffer();
    }
}
