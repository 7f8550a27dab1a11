package io.melolog.ingest.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Turns every exception that leaves a controller into a problem document. */
@RestControllerAdvice
public final class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    void handle(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (e) {
            case ProblemException problem -> answer(problem, request, response);
            case ErrorResponse known -> answer(known, request, response);
            case InvalidParameterException refused ->
                ProblemWriter.write(
                        response,
                        HttpProblems.of(refused.getErrorCode(), request.getMethod(), request.getRequestURI()));
            case AsyncRequestNotUsableException gone ->
                LOG.atDebug().setCause(gone).log("the client left");
            case IOException io
            when isClientGone(io) -> LOG.atDebug().setCause(io).log("the client left");
            default -> answerOurs(e, request, response);
        }
    }

    private static void answer(ProblemException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (e.code().status() >= HttpStatus.INTERNAL_SERVER_ERROR.value()) {
            LOG.atWarn()
                    .addKeyValue("code", e.code().code())
                    .addKeyValue("cause", rootCause(e))
                    .log("refused for now");
        }
        Integer retryAfterSeconds = e.retryAfterSeconds();
        if (retryAfterSeconds != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, retryAfterSeconds.toString());
        }
        ProblemWriter.write(response, Problem.of(e, request.getRequestURI()));
    }

    /** What Spring MVC refuses by itself: unknown paths, methods and media types, unreadable parameters. */
    private static void answer(ErrorResponse e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        // of the result that was not acceptable
        List.of(HttpHeaders.ETAG, HttpHeaders.RETRY_AFTER).forEach(name -> response.setHeader(name, null));
        e.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        HttpStatusCode status = e.getStatusCode();
        ProblemWriter.write(response, HttpProblems.of(status.value(), request.getMethod(), request.getRequestURI()));
    }

    private static void answerOurs(Exception e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String reference = UUID.randomUUID().toString();
        LOG.atError().addKeyValue("reference", reference).setCause(e).log("a request failed");
        ProblemWriter.write(response, Problem.ofOurs(reference, request.getRequestURI()));
    }

    /** In a word: outages are logged for every request, so without stack traces. */
    private static String rootCause(ProblemException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == e ? "none" : root.getClass().getSimpleName();
    }

    private static boolean isClientGone(IOException e) {
        return e.getClass().getSimpleName().equals("ClientAbortException");
    }
}
