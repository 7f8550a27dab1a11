package io.melolog.worker.remote;

import io.melolog.worker.remote.BoundedBody.WhenLonger;
import io.melolog.worker.remote.Exchanges.Head;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.channels.Channels;

/** {@code POST /v2/tracks/analyze}: sends the recording and reads where the vocals are. Thread-safe. */
final class AnalysisRequest {
    private static final long MAX_ANSWER_BYTES = 256 * 1024;
    private static final int OK = 200;
    private static final int CREATED = 201;

    private final RemoteSettings settings;
    private final TrustedAddresses addresses;
    private final AnswerStatus statuses;
    private final Exchanges exchanges;

    AnalysisRequest(RemoteSettings settings, TrustedAddresses addresses, AnswerStatus statuses, Exchanges exchanges) {
        this.settings = settings;
        this.addresses = addresses;
        this.statuses = statuses;
        this.exchanges = exchanges;
    }

    /**
     * One attempt, which tells its progress up to a given share of the whole.
     *
     * @return an address that may be fetched
     */
    URI send(SeparationCall call, double progressShare)
            throws TransientFaultException, RemoteSeparatorException, IOException, InterruptedException {
        Silence silence = Silence.beforeUpload(settings);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Head head;
        try (MultipartUpload body = new MultipartUpload(call.upload(), call.fileName(), call.mediaType(), silence)) {
            head = body.orItsFault(() -> exchanges.send(
                    request(call, body),
                    silence,
                    info -> body(info, answer, silence),
                    call.watch(),
                    answered -> call.progress().accept(progressShare * body.sentFraction())));
        }
        if (!isGood(head.status())) {
            throw statuses.refusal(head, answer.toByteArray());
        }
        return addresses.resolve(
                StemAnswer.vocals(answer.toByteArray(), settings.url().getHost()));
    }

    private HttpRequest request(SeparationCall call, MultipartUpload body) {
        return addresses
                .requestTo(settings.endpoint())
                .header("Accept", "application/json")
                .header("Content-Type", body.contentType())
                .header("Idempotency-Key", call.workId())
                .POST(body.publisher())
                .build();
    }

    private static BoundedBody body(ResponseInfo info, ByteArrayOutputStream answer, Silence silence) {
        return isGood(info.statusCode())
                ? BoundedBody.of(info, Channels.newChannel(answer), MAX_ANSWER_BYTES, WhenLonger.FAIL, silence)
                : BoundedBody.ofProblem(info, answer, silence);
    }

    private static boolean isGood(int status) {
        return status == OK || status == CREATED;
    }
}
