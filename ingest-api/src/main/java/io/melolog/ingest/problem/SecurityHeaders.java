package io.melolog.ingest.problem;

import jakarta.servlet.http.HttpServletResponse;

/** Headers that make an answer harmless in a browser: nothing in it is run, framed, guessed at, or told of to others. */
public final class SecurityHeaders {
    private SecurityHeaders() {}

    public static void set(HttpServletResponse response) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    }
}
