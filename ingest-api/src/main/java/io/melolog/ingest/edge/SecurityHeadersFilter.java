package io.melolog.ingest.edge;

import io.melolog.ingest.problem.SecurityHeaders;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What browsers are told of every answer. A handler that serves a page sets its own {@code Content-Security-Policy} over this one. */
public final class SecurityHeadersFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final @Nullable String transportSecurity;

    public SecurityHeadersFilter(EdgeProperties properties) {
        Duration hsts = properties.hsts();
        this.transportSecurity = hsts == null ? null : "max-age=" + hsts.toSeconds();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        SecurityHeaders.set(response);
        if (transportSecurity != null) {
            response.setHeader("Strict-Transport-Security", transportSecurity);
        }
        chain.doFilter(request, response);
    }
}
