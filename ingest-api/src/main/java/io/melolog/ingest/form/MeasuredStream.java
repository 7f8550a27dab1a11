package io.melolog.ingest.form;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Counts and hashes (SHA-256) what is read through it, and stops at a limit. Used by one thread. */
public final class MeasuredStream extends FilterInputStream {
    /** A client slower than this holds a slot that others wait for. */
    private static final long MIN_BYTES_PER_SECOND = 1024;

    private static final long GRACE_SECONDS = 30;

    private final MessageDigest digest;
    private final long beganNanos = System.nanoTime();
    private final long maxBytes;
    private final Supplier<ProblemException> tooMany;
    private long bytes;

    public MeasuredStream(InputStream content, long maxBytes) {
        this(content, maxBytes, () -> tooLarge(maxBytes));
    }

    /** @param tooMany what is thrown beyond the limit */
    public MeasuredStream(InputStream content, long maxBytes, Supplier<ProblemException> tooMany) {
        super(content);
        this.maxBytes = maxBytes;
        this.tooMany = tooMany;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** @throws ProblemException {@code upload_too_large} beyond the limit, {@code upload_timed_out} when it comes too slowly */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        if (count > 0) {
            digest.update(target, offset, count);
            bytes += count;
            if (bytes > maxBytes) {
                throw tooMany.get();
            }
            requirePace();
        }
        return count;
    }

    private void requirePace() {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNanos);
        if (seconds > GRACE_SECONDS && bytes < seconds * MIN_BYTES_PER_SECOND) {
            throw ProblemException.of(ProblemCode.UPLOAD_TIMED_OUT, "The upload arrives too slowly.");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    public static ProblemException tooLarge(long maxBytes) {
        return ProblemException.of(ProblemCode.UPLOAD_TOO_LARGE, "A file may have " + maxBytes + " bytes at most.");
    }

    public long bytes() {
        return bytes;
    }

    /** Of everything read so far, as 64 lower-case hexadecimal digits. Asked for once. */
    public String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
