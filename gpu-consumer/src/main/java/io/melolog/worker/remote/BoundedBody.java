package io.melolog.worker.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Receives a body into a channel up to a limit. Called by the HTTP client's threads; {@link #fraction} by any. */
final class BoundedBody implements BodySubscriber<Long> {
    private static final long MAX_PROBLEM_BYTES = 16 * 1024;

    private final WritableByteChannel target;
    private final long declaredBytes;
    private final long maxBytes;
    private final WhenLonger whenLonger;
    private final Silence silence;
    private final CompletableFuture<Long> length = new CompletableFuture<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile long receivedBytes;

    private BoundedBody(
            WritableByteChannel target, long declaredBytes, long maxBytes, WhenLonger whenLonger, Silence silence) {
        this.target = target;
        this.declaredBytes = declaredBytes;
        this.maxBytes = maxBytes;
        this.whenLonger = whenLonger;
        this.silence = silence;
    }

    static BoundedBody of(
            ResponseInfo info, WritableByteChannel target, long maxBytes, WhenLonger whenLonger, Silence silence) {
        long declaredBytes = info.headers().firstValueAsLong("Content-Length").orElse(0);
        if (declaredBytes < 0) {
            // The client takes -1 for no length at all, so that a body may end anywhere.
            throw new IllegalArgumentException("a negative length");
        }
        return new BoundedBody(target, declaredBytes, maxBytes, whenLonger, silence);
    }

    /** Of an answer that is no success: its beginning. */
    static BoundedBody ofProblem(ResponseInfo info, ByteArrayOutputStream target, Silence silence) {
        return of(info, Channels.newChannel(target), MAX_PROBLEM_BYTES, WhenLonger.CUT, silence);
    }

    /** What becomes of a body that is longer than the limit. */
    enum WhenLonger {
        /** A {@link TooLongException}, before the first byte if the headers tell the length. */
        FAIL,
        /** It ends at the limit. */
        CUT
    }

    /** More than was allowed. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** How much of what the headers tell is there, 0..1; 0 if they do not tell. */
    double fraction() {
        return declaredBytes > 0 ? Math.min(1, (double) receivedBytes / declaredBytes) : 0;
    }

    @Override
    public CompletionStage<Long> getBody() {
        return length;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        silence.moved();
        if (declaredBytes > maxBytes && whenLonger == WhenLonger.FAIL) {
            subscription.cancel();
            end(new TooLongException());
        } else {
            subscription.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        if (length.isDone()) {
            return;
        }
        silence.moved();
        try {
            for (ByteBuffer piece : pieces) {
                write(piece);
            }
            subscription().request(1);
        } catch (IOException e) {
            subscription().cancel();
            end(e);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        length.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
        length.complete(receivedBytes);
    }

    private void write(ByteBuffer piece) throws IOException {
        long received = receivedBytes + piece.remaining();
        if (received > maxBytes) {
            throw new TooLongException();
        }
        try {
            while (piece.hasRemaining()) {
                target.write(piece);
            }
        } catch (IOException e) {
            throw new LocalFaultException(e);
        }
        receivedBytes = received;
    }

    private void end(IOException e) {
        if (e instanceof TooLongException && whenLonger == WhenLonger.CUT) {
            length.complete(receivedBytes);
        } else {
            length.completeExceptionally(e);
        }
    }

    private Flow.Subscription subscription() {
        Flow.Subscription current = subscription;
        if (current == null) {
            throw new IllegalStateException("a body without a subscription");
        }
        return current;
    }
}
