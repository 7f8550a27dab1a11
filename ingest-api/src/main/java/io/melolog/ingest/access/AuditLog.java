package io.melolog.ingest.access;

import io.melolog.ingest.tenant.Caller;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what to what everybody shares: the logger {@code audit}, one line of key-values for each call that needs the scope {@code admin} and
 * changes something, and for each such call that was refused. Neither bodies nor headers are in it, so no secret is.
 */
final class AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger("audit");
    private static final int MAX_PATH_LENGTH = 200;

    private AuditLog() {}

    /** @param outcome the HTTP status, or the code of the refusal */
    static void record(HttpServletRequest request, String who, String tenant, Object outcome) {
        LOG.atInfo()
                .addKeyValue("who", who)
                .addKeyValue("tenant", tenant)
                .addKeyValue("from", request.getRemoteAddr())
                .addKeyValue("action", request.getMethod())
                .addKeyValue("target", path(request))
                .addKeyValue("outcome", outcome)
                .log("admin action");
    }

    static void record(HttpServletRequest request, Caller caller, Object outcome) {
        record(request, caller.who(), caller.tenant(), outcome);
    }

    /** As it was sent, still percent-encoded: nothing in it can end the line. */
    private static String path(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.length() <= MAX_PATH_LENGTH ? path : path.substring(0, MAX_PATH_LENGTH);
    }
}
