package io.melolog.ingest.edge;

import io.melolog.ingest.log.TraceParent;
import io.melolog.schemas.event.EventHeaders;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Gives every request an id ({@code X-Request-Id}) and a place in a trace ({@code traceparent}): the client's where they are well-formed, else new
 * ones. Both are in the answer and in every line that is logged meanwhile.
 */
public final class RequestIdFilter extends HttpFilter {
    /** The header, both ways. */
    public static final String REQUEST_ID = "X-Request-Id";

    private static final long serialVersionUID = 1L;
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:-]{1,100}");
    private static final String LOGGED_ID = "requestId";
    private static final String LOGGED_TRACE = "traceId";
    private static final int TRACE_ID_BEGIN = 3;
    private static final int TRACE_ID_END = 35;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String id = requestId(request.getHeader(REQUEST_ID));
        String trace = TraceParent.continuing(request.getHeader(EventHeaders.TRACE_PARENT));
        response.setHeader(REQUEST_ID, id);
        response.setHeader(EventHeaders.TRACE_PARENT, trace);
        MDC.put(LOGGED_ID, id);
        MDC.put(LOGGED_TRACE, trace.substring(TRACE_ID_BEGIN, TRACE_ID_END));
        try {
            chain.doFilter(new Traced(request, trace), response);
        } finally {
            MDC.remove(LOGGED_ID);
            MDC.remove(LOGGED_TRACE);
        }
    }

    /** The client's where it is harmless in logs and headers, else a new one. */
    static String requestId(@Nullable String given) {
        return given != null && HARMLESS.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
    }

    /** With the {@code traceparent} that the answer names. */
    private static final class Traced extends HttpServletRequestWrapper {
        private final String trace;

        Traced(HttpServletRequest request, String trace) {
            super(request);
            this.trace = trace;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return EventHeaders.TRACE_PARENT.equalsIgnoreCase(name) ? trace : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return EventHeaders.TRACE_PARENT.equalsIgnoreCase(name)
                    ? Collections.enumeration(List.of(trace))
                    : super.getHeaders(name);
        }
    }
}
