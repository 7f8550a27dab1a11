package io.melolog.ingest.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Writes problems past content negotiation: an error is a problem document whatever {@code Accept} says. Thread-safe. */
final class ProblemWriter {
    static final String MEDIA_TYPE = "application/problem+json";
    private static final String REQUEST_ID = "X-Request-Id";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ProblemWriter() {}

    /** Replaces what the response holds so far; does nothing when the client has already been answered. */
    static void write(HttpServletResponse response, Problem problem) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        byte[] body = MAPPER.writeValueAsBytes(problem.withRequestId(requestId(response)));
        response.setStatus(problem.status());
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.setHeader("Cache-Control", "no-store");
        SecurityHeaders.set(response);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    /** The id that the answer carries; a request that Tomcat refused itself has none yet. */
    private static String requestId(HttpServletResponse response) {
        String known = response.getHeader(REQUEST_ID);
        if (known != null) {
            return known;
        }
        String id = UUID.randomUUID().toString();
        response.setHeader(REQUEST_ID, id);
        return id;
    }
}
