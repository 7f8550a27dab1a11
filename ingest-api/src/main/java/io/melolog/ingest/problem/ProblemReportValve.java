package io.melolog.ingest.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tomcat's own refusals (paths that cannot be decoded and the like) as problem documents instead of HTML. Made by Tomcat, by name. */
public final class ProblemReportValve extends ErrorReportValve {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemReportValve.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        int status = response.getStatus();
        if (status < HttpServletResponse.SC_BAD_REQUEST
                || response.getContentWritten() > 0
                || !response.setErrorReported()) {
            return;
        }
        if (thrown instanceof IOException) {
            LOG.atDebug().setCause(thrown).log("the client left");
            return;
        }
        try {
            ProblemWriter.write(response.getResponse(), problem(request, status, thrown));
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            LOG.atDebug().setCause(e).log("the client left before it could be told");
        }
    }

    private static Problem problem(Request request, int status, @Nullable Throwable thrown) {
        String path = request.getRequestURI() == null ? "/" : request.getRequestURI();
        if (status < HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
            // Also with an exception: that is how Tomcat refuses headers that are too many or too long.
            return HttpProblems.of(status, request.getMethod(), path);
        }
        String reference = UUID.randomUUID().toString();
        LOG.atError().addKeyValue("reference", reference).setCause(thrown).log("a request failed");
        return Problem.ofOurs(reference, path);
    }
}
