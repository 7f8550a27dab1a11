package io.melolog.worker.remote;

import io.melolog.worker.remote.BoundedBody.WhenLonger;
import io.melolog.worker.remote.Exchanges.Head;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.DoubleConsumer;

/** Fetches the vocals into a file, and sees that they are all there and audio. Thread-safe. */
final class VocalsDownload {
    private static final int OK = 200;

    private final RemoteSettings settings;
    private final TrustedAddresses addresses;
    private final AnswerStatus statuses;
    private final Exchanges exchanges;

    VocalsDownload(RemoteSettings settings, TrustedAddresses addresses, AnswerStatus statuses, Exchanges exchanges) {
        this.settings = settings;
        this.addresses = addresses;
        this.statuses = statuses;
        this.exchanges = exchanges;
    }

    /**
     * One attempt.
     *
     * @param vocals an address from {@link TrustedAddresses#resolve}
     * @param target overwritten; holds anything when this throws
     * @param progress 0..1
     */
    Path fetch(URI vocals, Path target, CallWatch watch, DoubleConsumer progress)
            throws TransientFaultException, RemoteSeparatorException, IOException, InterruptedException {
        Silence silence = Silence.beforeAnswer(settings);
        ByteArrayOutputStream problem = new ByteArrayOutputStream();
        Head head;
        try (FileChannel file = FileChannel.open(
                target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            head = exchanges.send(
                    addresses.requestTo(vocals).GET().build(),
                    silence,
                    info -> info.statusCode() == OK
                            ? BoundedBody.of(info, file, settings.maxBytes(), WhenLonger.FAIL, silence)
                            : BoundedBody.ofProblem(info, problem, silence),
                    watch,
                    body -> progress.accept(body == null ? 0 : body.fraction()));
        }
        if (head.status() != OK) {
            throw statuses.refusal(head, problem.toByteArray());
        }
        check(head.headers(), target);
        return target;
    }

    private void check(HttpHeaders headers, Path file) throws RemoteSeparatorException, IOException {
        if (!tellsLength(headers)) {
            throw refused("sent vocals without saying how long they are");
        }
        if (!KnownAudio.is(file)) {
            throw refused("sent something else than audio for the vocals");
        }
    }

    /** Of a body that just ends nobody knows whether it is complete; the client checks the other two kinds. */
    private static boolean tellsLength(HttpHeaders headers) {
        return headers.firstValue("Content-Length").isPresent()
                || headers.firstValue("Transfer-Encoding")
                        .filter("chunked"::equalsIgnoreCase)
                        .isPresent();
    }

    private RemoteSeparatorException refused(String what) {
        return RemoteSeparatorException.refused(
                "The external separator at " + settings.url().getHost() + " " + what + ".");
    }
}
