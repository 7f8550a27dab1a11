package io.melolog.worker.remote;

import io.melolog.worker.remote.BoundedBody.TooLongException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests and follows no redirect. Each has a client of its own: the JDK's closes a connection with a cancelled exchange in most cases, but
 * not when the other side sends headers or hints without end. Thread-safe.
 */
final class Exchanges {
    private static final int DEEPEST_CAUSE = 10;

    private final Duration connectTimeout;

    Exchanges(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    /** Status and headers of an answer whose body has been received. */
    record Head(int status, HttpHeaders headers) {}

    /**
     * Sends a request and receives the whole answer. The connection ends with it.
     *
     * @param bodies where an answer's body goes
     * @param tick given the body every 50 ms, null before it begins
     * @throws TransientFaultException when no complete answer came
     * @throws RemoteSeparatorException when the body is longer than allowed or the time is up
     * @throws IOException a fault of this machine's files
     */
    Head send(
            HttpRequest request,
            Silence silence,
            Function<ResponseInfo, BoundedBody> bodies,
            CallWatch watch,
            Consumer<@Nullable BoundedBody> tick)
            throws TransientFaultException, RemoteSeparatorException, IOException, InterruptedException {
        AtomicReference<@Nullable BoundedBody> body = new AtomicReference<>();
        HttpClient client = newClient();
        try {
            HttpResponse<Long> answer = watch.await(
                    client.sendAsync(request, info -> {
                        BoundedBody chosen = bodies.apply(info);
                        body.set(chosen);
                        return chosen;
                    }),
                    silence,
                    () -> tick.accept(body.get()));
            return new Head(answer.statusCode(), answer.headers());
        } catch (ExecutionException e) {
            throw translated(e);
        } finally {
            client.shutdownNow();
        }
    }

    private HttpClient newClient() {
        // HTTP/1.1: an offer to upgrade an unencrypted connection to HTTP/2 confuses servers when a long body follows.
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(Thread.ofVirtual().name("separator-http")::start)
                .build();
    }

    /** What the client's own exceptions mean; throws those that are final. */
    private static TransientFaultException translated(ExecutionException e)
            throws RemoteSeparatorException, IOException {
        @Nullable Throwable cause = e.getCause();
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            switch (cause) {
                case TooLongException tooLong ->
                    throw RemoteSeparatorException.refused(
                            "The external separator's answer is longer than this worker accepts.");
                case LocalFaultException local -> throw local.fault();
                case HttpConnectTimeoutException late -> {
                    return new TransientFaultException("could not be reached in time", e);
                }
                case ConnectException refused -> {
                    return new TransientFaultException("could not be reached", e);
                }
                case SSLException untrusted -> {
                    return new TransientFaultException("offers no TLS connection that this worker trusts", e);
                }
                case Error fatal -> throw fatal;
                default -> cause = cause.getCause();
            }
        }
        return new TransientFaultException("broke the connection off or answered with damaged data", e);
    }
}
