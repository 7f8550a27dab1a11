package io.melolog.ingest.edge;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server that asks for no key serves this machine only, also where requests come from it: a page that makes its name resolve to 127.0.0.1 (DNS
 * rebinding) and a proxy that opens the server to others both name another host.
 */
public final class LoopbackHostFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Pattern THIS_MACHINE = Pattern.compile(
            "(?:(?:[a-z0-9-]+\\.)*localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(?::\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private final EdgeProperties properties;

    public LoopbackHostFilter(EdgeProperties properties) {
        this.properties = properties;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!properties.onlyLoopbackHosts() || isThisMachine(request.getHeader("Host"))) {
            chain.doFilter(request, response);
            return;
        }
        Problems.write(
                request,
                response,
                ProblemCode.HOST_NOT_SERVED,
                "This server asks for no key and so serves its own machine only, as localhost."
                        + " To serve others, its operator sets melolog.auth.mode=keys.");
    }

    /** Clients that send no Host (HTTP/1.0) are no browsers. */
    static boolean isThisMachine(@Nullable String host) {
        return host == null || THIS_MACHINE.matcher(host).matches();
    }
}
