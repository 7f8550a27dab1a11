package io.melolog.worker.remote;

import io.melolog.worker.remote.Exchanges.Head;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a status other than success means. Stateless. */
final class AnswerStatus {
    /** Timeout, the same key is being worked on (its first request was given up here), too early, too many. */
    private static final Set<Integer> PASSING = Set.of(408, 409, 425, 429);

    private static final Set<Integer> NOT_ALLOWED = Set.of(401, 403);
    private static final int REDIRECTION = 300;
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    private final String host;
    private final @Nullable String secret;
    private final Clock clock;

    AnswerStatus(RemoteSettings settings, Clock clock) {
        this.host = settings.url().getHost();
        this.secret = settings.bearerToken();
        this.clock = clock;
    }

    /**
     * @param body the answer's beginning
     * @return what a status means that does not pass
     * @throws TransientFaultException when it may pass
     */
    RemoteSeparatorException refusal(Head head, byte[] body) throws TransientFaultException {
        int status = head.status();
        if (status >= SERVER_ERROR || PASSING.contains(status)) {
            throw new TransientFaultException(
                    "answered with status " + status,
                    head.headers()
                            .firstValue("Retry-After")
                            .flatMap(value -> RetryPauses.parse(value, clock.instant()))
                            .orElse(null),
                    null);
        }
        return RemoteSeparatorException.refused(
                "The external separator at " + host + " answered with status " + status + meaning(status, body));
    }

    private String meaning(int status, byte[] body) {
        if (status < REDIRECTION) {
            return ", which is not the stems.";
        }
        if (status < CLIENT_ERROR) {
            return ", a redirect, which is not followed; set melolog.separator.url to where it leads.";
        }
        String hint = NOT_ALLOWED.contains(status) ? " Check melolog.separator.token." : "";
        String text = ProblemText.of(body, secret);
        return text.isEmpty() ? "." + hint : ": " + text + hint;
    }
}
