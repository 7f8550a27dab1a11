package io.melolog.worker.remote;

import io.melolog.worker.remote.SeparatorMetrics.Request;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.random.RandomGenerator;

/**
 * Sends recordings to an HTTP service and fetches the vocals that it makes of them: {@code POST /v2/tracks/analyze}, docs/separation.md. One
 * per process, so that all works share the circuit breaker. Thread-safe.
 */
public final class RemoteSeparator {
    private static final double UPLOADED = 0.2;
    private static final double ANALYZED = 0.8;

    private final RemoteSettings settings;
    private final ServiceBreaker breaker;
    private final RetriedRequest requests;
    private final AnalysisRequest analysis;
    private final VocalsDownload download;

    /** @param clock for the breaker and for dates in answers */
    public RemoteSeparator(RemoteSettings settings, MeterRegistry registry, Clock clock) {
        this.settings = settings;
        this.breaker = new ServiceBreaker(settings, clock);
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        this.requests = new RetriedRequest(
                settings,
                new RetryPauses(settings.firstPause(), settings.longestPause(), random),
                new SeparatorMetrics(registry, breaker.state()));
        TrustedAddresses addresses = new TrustedAddresses(settings);
        AnswerStatus statuses = new AnswerStatus(settings, clock);
        Exchanges exchanges = new Exchanges(settings.connectTimeout());
        this.analysis = new AnalysisRequest(settings, addresses, statuses, exchanges);
        this.download = new VocalsDownload(settings, addresses, statuses, exchanges);
    }

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
        SeparationCall call = new SeparationCall(workId, upload, fileName, mediaType, watch, progress);
        progress.accept(0);
        URI vocals = requests.run(Request.ANALYZE, () -> breaker.guard(() -> analysis.send(call, UPLOADED)), watch);
        progress.accept(ANALYZED);
        boolean complete = false;
        try {
            requests.run(
                    Request.DOWNLOAD,
                    () -> download.fetch(
                            vocals, vocalsOut, watch, done -> progress.accept(ANALYZED + (1 - ANALYZED) * done)),
                    watch);
            complete = true;
        } finally {
            if (!complete) {
                Files.deleteIfExists(vocalsOut);
            }
        }
        progress.accept(1);
    }
}
