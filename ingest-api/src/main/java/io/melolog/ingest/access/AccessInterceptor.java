package io.melolog.ingest.access;

import io.melolog.ingest.metric.IngestMetric;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.tenant.Caller;
import io.melolog.ingest.tenant.Needs;
import io.melolog.ingest.tenant.Open;
import io.melolog.schemas.access.Scope;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets a call through to its handler when its caller may; before anything of its body is read. Handlers that say nothing need {@code admin}. */
public final class AccessInterceptor implements HandlerInterceptor {
    static final String CALLER = AccessInterceptor.class.getName() + ".caller";
    private static final String CHALLENGE = "Bearer realm=\"melolog\"";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Authenticator authenticator;
    private final Set<String> openPaths;
    private final MeterRegistry meters;

    public AccessInterceptor(Authenticator authenticator, AccessProperties properties, MeterRegistry meters) {
        this.authenticator = authenticator;
        this.openPaths = properties.openPaths();
        this.meters = meters;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getAttribute(CALLER) != null || isOpen(request, handler)) {
            return true; // an asynchronous answer comes by here again
        }
        Scope needed = needed(handler);
        try {
            Caller caller = caller(request, response);
            if (!caller.may(needed)) {
                if (needed == Scope.ADMIN) {
                    AuditLog.record(request, caller, ProblemCode.INSUFFICIENT_SCOPE.code());
                }
                throw forbidden(response, needed);
            }
            request.setAttribute(CALLER, caller);
            return true;
        } catch (ProblemException e) {
            IngestMetric.ACCESS_REFUSED.counter(meters, e.code().code()).increment();
            if (needed == Scope.ADMIN && e.code() == ProblemCode.UNAUTHENTICATED) {
                AuditLog.record(request, "-", "-", e.code().code());
            }
            throw e;
        }
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (request.getAttribute(CALLER) instanceof Caller caller
                && needed(handler) == Scope.ADMIN
                && !READING.contains(request.getMethod())) {
            AuditLog.record(request, caller, response.getStatus());
        }
    }

    private Caller caller(HttpServletRequest request, HttpServletResponse response) {
        try {
            Optional<Caller> caller = authenticator.caller(request.getHeader(HttpHeaders.AUTHORIZATION));
            return caller.orElseThrow(() -> {
                response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
                return ProblemException.of(
                        ProblemCode.UNAUTHENTICATED, "Send a key or a token: Authorization: Bearer KEY.");
            });
        } catch (TokenRefusedException e) {
            response.setHeader(
                    HttpHeaders.WWW_AUTHENTICATE,
                    CHALLENGE + ", error=\"invalid_token\", error_description=\"" + e.getMessage() + "\"");
            throw ProblemException.of(ProblemCode.UNAUTHENTICATED, String.valueOf(e.getMessage()));
        }
    }

    /** As RFC 6750, section 3, has it. */
    private static ProblemException forbidden(HttpServletResponse response, Scope needed) {
        response.setHeader(
                HttpHeaders.WWW_AUTHENTICATE,
                CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + needed.id() + "\"");
        return ProblemException.of(
                ProblemCode.INSUFFICIENT_SCOPE, "This call needs a key with the scope " + needed.id() + ".");
    }

    private boolean isOpen(HttpServletRequest request, Object handler) {
        return (handler instanceof HandlerMethod method && method.hasMethodAnnotation(Open.class))
                || openPaths.contains(request.getRequestURI());
    }

    private static Scope needed(Object handler) {
        Needs needs = handler instanceof HandlerMethod method ? method.getMethodAnnotation(Needs.class) : null;
        return needs == null ? Scope.ADMIN : needs.value();
    }
}
