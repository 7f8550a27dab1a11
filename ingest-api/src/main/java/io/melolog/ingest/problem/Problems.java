package io.melolog.ingest.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Problem documents for what filters refuse, before there is a handler to throw. */
public final class Problems {
    private Problems() {}

    public static void write(HttpServletRequest request, HttpServletResponse response, ProblemCode code, String detail)
            throws IOException {
        ProblemWriter.write(response, Problem.of(code, detail, request.getRequestURI()));
    }
}
