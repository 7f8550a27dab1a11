package io.melolog.worker.remote;

import io.melolog.worker.remote.BoundedBody.WhenLonger;
import io.melolog.worker.remote.Exchanges.Head;
import io.melolog.worker.remote.SeparatorMetrics.Request;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sends recordings to an HTTP service and fetches the vocals that it makes of them: {@code POST /v2/tracks/analyze}, docs/separation.md. One
 * per process, so that all works share the circuit breaker. Thread-safe.
 */
public final class RemoteSeparator {
    private static final long MAX_ANSWER_BYTES = 256 * 1024;
    private static final long MAX_PROBLEM_BYTES = 16 * 1024;
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final double UPLOADED = 0.2;
    private static final double ANALYZED = 0.8;

    private final RemoteSettings settings;
    private final DownloadSource source;
    private final AnswerStatus statuses;
    private final ServiceBreaker breaker;
    private final RetriedRequest requests;
    private final Exchanges exchanges;

    /** @param clock for the breaker and for dates in answers */
    public RemoteSeparator(RemoteSettings settings, MeterRegistry registry, Clock clock) {
        this.settings = settings;
        this.source = new DownloadSource(settings);
        this.statuses = new AnswerStatus(settings, clock);
        this.breaker = new ServiceBreaker(settings, clock);
        this.requests = new RetriedRequest(
                settings,
                new RetryPauses(settings.firstPause(), settings.longestPause(), RandomGenerator.getDefault()),
                new SeparatorMetrics(registry, breaker.state()));
        this.exchanges = new Exchanges(settings);
    }

    /** What one separation goes with. */
    private record Call(
            String workId, Path upload, String fileName, String mediaType, CallWatch watch, DoubleConsumer progress) {}

    /**
     * Has a recording separated.
     *
     * @param workId sent as {@code Idempotency-Key}: the service may answer a repeated request with what it has
     * @param upload the recording as it was uploaded; read while it is sent
     * @param fileName as the uploader called it
     * @param mediaType as the uploader said
     * @param vocalsOut where the vocals go, in whatever format the service sends; complete when this returns, missing when it throws
     * @param progress 0..1, told by the calling thread; a retry starts lower
     * @param cancelled asked every 50 ms
     * @throws RemoteSeparatorException when the service gave no vocals
     * @throws IOException when a file of this machine could not be read or written
     * @throws CancellationException when {@code cancelled} turns true
     */
    public void separate(
            String workId,
            Path upload,
            String fileName,
            String mediaType,
            Path vocalsOut,
            DoubleConsumer progress,
            BooleanSupplier cancelled)
            throws RemoteSeparatorException, IOException, InterruptedException {
        CallWatch watch = new CallWatch(settings.totalTimeout(), settings.url().getHost(), cancelled);
        Call call = new Call(workId, upload, fileName, mediaType, watch, progress);
        URI vocals = requests.run(Request.ANALYZE, () -> breaker.guard(() -> analyze(call)), watch);
        boolean complete = false;
        try {
            requests.run(Request.DOWNLOAD, () -> download(vocals, vocalsOut, call), watch);
            complete = true;
        } finally {
            if (!complete) {
                Files.deleteIfExists(vocalsOut);
            }
        }
    }

    private URI analyze(Call call)
            throws TransientFaultException, RemoteSeparatorException, IOException, InterruptedException {
        Silence silence = Silence.beforeUpload(settings);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (MultipartUpload body = new MultipartUpload(call.upload, call.fileName, call.mediaType, silence)) {
            HttpRequest request = to(settings.endpoint())
                    .header("Accept", "application/json")
                    .header("Content-Type", body.contentType())
                    .header("Idempotency-Key", call.workId)
                    .POST(body.publisher())
                    .build();
            call.progress.accept(0);
            Head head = exchanges.send(
                    request,
                    silence,
                    info -> isGood(info.statusCode())
                            ? bounded(answer, info, MAX_ANSWER_BYTES, WhenLonger.FAIL, silence)
                            : bounded(answer, info, MAX_PROBLEM_BYTES, WhenLonger.CUT, silence),
                    call.watch,
                    answered -> call.progress.accept(UPLOADED * body.sentFraction()));
            if (!isGood(head.status())) {
                statuses.refuse(head, answer.toByteArray());
            }
        }
        return source.resolve(
                StemAnswer.vocals(answer.toByteArray(), settings.url().getHost()));
    }

    private Path download(URI vocals, Path target, Call call)
            throws TransientFaultException, RemoteSeparatorException, IOException, InterruptedException {
        call.progress.accept(ANALYZED);
        Silence silence = Silence.beforeAnswer(settings);
        ByteArrayOutputStream problem = new ByteArrayOutputStream();
        Head head;
        try (FileChannel file = FileChannel.open(
                target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            head = exchanges.send(
                    to(vocals).GET().build(),
                    silence,
                    info -> info.statusCode() == OK
                            ? new BoundedBody(file, declared(info), settings.maxBytes(), WhenLonger.FAIL, silence)
                            : bounded(problem, info, MAX_PROBLEM_BYTES, WhenLonger.CUT, silence),
                    call.watch,
                    body -> tell(body, call));
        }
        if (head.status() != OK) {
            statuses.refuse(head, problem.toByteArray());
        }
        checkVocals(head.headers(), target);
        call.progress.accept(1);
        return target;
    }

    private void checkVocals(HttpHeaders headers, Path file) throws RemoteSeparatorException, IOException {
        // Of a body that just ends nobody knows whether it is complete; the client checks the other two kinds.
        if (headers.firstValue("Content-Length").isEmpty()
                && headers.firstValue("Transfer-Encoding").isEmpty()) {
            throw refused("sent vocals without saying how long they are");
        }
        if (!KnownAudio.is(file)) {
            throw refused("sent something else than audio for the vocals");
        }
    }

    private HttpRequest.Builder to(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("User-Agent", "melolog");
        String token = settings.bearerToken();
        return token != null && source.isOwn(uri) ? request.header("Authorization", "Bearer " + token) : request;
    }

    private RemoteSeparatorException refused(String what) {
        return RemoteSeparatorException.refused(
                "The external separator at " + settings.url().getHost() + " " + what + ".");
    }

    private static void tell(@Nullable BoundedBody body, Call call) {
        if (body != null) {
            call.progress.accept(ANALYZED + (1 - ANALYZED) * body.fraction());
        }
    }

    private static boolean isGood(int status) {
        return status == OK || status == CREATED;
    }

    private static BoundedBody bounded(
            ByteArrayOutputStream target, ResponseInfo info, long maxBytes, WhenLonger whenLonger, Silence silence) {
        return new BoundedBody(Channels.newChannel(target), declared(info), maxBytes, whenLonger, silence);
    }

    /** The client takes -1 for no length at all, so that a body may end anywhere. */
    private static long declared(ResponseInfo info) {
        long length = info.headers().firstValueAsLong("Content-Length").orElse(0);
        if (length < 0) {
            throw new IllegalArgumentException("a negative length");
        }
        return length;
    }
}
