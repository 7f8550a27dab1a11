package io.melolog.ingest.edge;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cross-origin requests (CORS, by the Fetch standard). Pages of the allowed origins may call everything and read the headers that clients need.
 * Pages of others are refused whatever changes something, since browsers would send a form without asking first; what they read is kept from them
 * by the browser.
 */
public final class OriginFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String EXPOSED =
            "Location, Retry-After, ETag, Link, Content-Disposition, Content-Range, Accept-Ranges,"
                    + " WWW-Authenticate, X-Request-Id, traceparent, Preference-Applied, Idempotency-Key, Idempotency-Replayed,"
                    + " RateLimit, RateLimit-Policy, Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, Upload-Offset,"
                    + " Upload-Length, Upload-Expires";
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String HEADERS =
            "Authorization, Content-Type, Accept, Prefer, Idempotency-Key, If-None-Match, If-Match, Range,"
                    + " Last-Event-ID, X-Request-Id, traceparent, Tus-Resumable, Upload-Offset, Upload-Length, Upload-Metadata,"
                    + " Upload-Checksum, Upload-Defer-Length, X-HTTP-Method-Override";
    private static final String MAX_AGE_SECONDS = "3600";

    private final EdgeProperties properties;

    public OriginFilter(EdgeProperties properties) {
        this.properties = properties;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String origin = request.getHeader("Origin");
        response.addHeader("Vary", "Origin");
        if (origin == null || isOwn(origin, request.getHeader("Host"))) {
            chain.doFilter(request, response);
            return;
        }
        boolean allowed = properties.allows(origin);
        if (allowed) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Access-Control-Expose-Headers", EXPOSED);
        }
        if (isPreflight(request)) {
            answerPreflight(response, allowed);
        } else if (allowed || READING.contains(request.getMethod())) {
            chain.doFilter(request, response);
        } else {
            Problems.write(
                    request,
                    response,
                    ProblemCode.ORIGIN_NOT_ALLOWED,
                    "Pages of this origin may not call this server; its operator can allow them.");
        }
    }

    private static void answerPreflight(HttpServletResponse response, boolean allowed) {
        if (allowed) {
            response.setHeader("Access-Control-Allow-Methods", METHODS);
            response.setHeader("Access-Control-Allow-Headers", HEADERS);
            response.setHeader("Access-Control-Max-Age", MAX_AGE_SECONDS);
        }
        response.setStatus(allowed ? HttpServletResponse.SC_NO_CONTENT : HttpServletResponse.SC_FORBIDDEN);
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null;
    }

    /** By host and port alone: behind a proxy that speaks https for us, we do not know the scheme. */
    private static boolean isOwn(String origin, @Nullable String host) {
        int authority = origin.indexOf("://");
        return host != null
                && authority >= 0
                && origin.substring(authority + 3).toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
    }
}
