package io.melolog.worker.remote;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A multipart/form-data body (RFC 7578) of one part, {@code file}, read from disk while it is sent. Read by the HTTP client's threads,
 * otherwise thread-safe. {@link #close} ends reading: the client itself leaves the file open when an exchange is cancelled.
 */
final class MultipartUpload implements AutoCloseable {
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w!#$&^.+-]{1,60}/[\\w!#$&^.+-]{1,60}");
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\"\\\\]");
    private static final int LONGEST_NAME = 200;

    private final Path file;
    private final Silence silence;
    private final String boundary = "melolog-" + UUID.randomUUID();
    private final byte[] head;
    private final byte[] tail;
    private final long totalBytes;
    private final AtomicLong sentBytes = new AtomicLong();
    private volatile @Nullable IOException fault;
    private @Nullable InputStream open;
    private boolean closed;

    /**
     * @param fileName as the uploader called it: anything
     * @param mediaType as the uploader said: anything
     */
    MultipartUpload(Path file, String fileName, String mediaType, Silence silence) throws IOException {
        this.file = file;
        this.silence = silence;
        this.head = ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                        + cleanName(fileName) + "\"\r\nContent-Type: " + cleanMediaType(mediaType) + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        this.tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        this.totalBytes = head.length + Files.size(file) + tail.length;
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** Of known length. The client may subscribe again, as when a connection could not be made. */
    BodyPublisher publisher() {
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::openOrNull), totalBytes);
    }

    double sentFraction() {
        return (double) sentBytes.get() / totalBytes;
    }

    /** Runs an exchange that sends this; throws what went wrong while the file was read, which looks like a broken connection otherwise. */
    <T> T orItsFault(Attempt<T> exchange)
            throws TransientFaultException, RemoteSeparatorException, IOException, InterruptedException {
        try {
            return exchange.run();
        } catch (TransientFaultException e) {
            IOException local = fault;
            if (local != null) {
                throw local;
            }
            throw e;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (open != null) {
            open.close();
        }
    }

    /** The client takes null for a failure. */
    @SuppressWarnings("NullAway")
    private synchronized InputStream openOrNull() {
        if (closed) {
            return null;
        }
        try {
            if (open != null) {
                open.close();
            }
            sentBytes.set(0);
            open = new Counting(new SequenceInputStream(Collections.enumeration(List.of(
                    new ByteArrayInputStream(head), Files.newInputStream(file), new ByteArrayInputStream(tail)))));
            return open;
        } catch (IOException e) {
            fault = e;
            return null;
        }
    }

    private static String cleanName(String name) {
        String base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String clean = NOT_IN_NAMES.matcher(base).replaceAll("_").strip();
        String shorter = clean.codePointCount(0, clean.length()) <= LONGEST_NAME
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, LONGEST_NAME));
        return shorter.isEmpty() ? "recording" : shorter;
    }

    private static String cleanMediaType(String mediaType) {
        return MEDIA_TYPE.matcher(mediaType).matches() ? mediaType : "application/octet-stream";
    }

    /** Counts what the client takes, and keeps a fault of this machine apart from one of the service. */
    private final class Counting extends FilterInputStream {
        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int read = super.read(buffer, offset, length);
                count(Math.max(read, 0));
                return read;
            } catch (IOException e) {
                fault = e;
                throw e;
            }
        }

        private void count(int read) {
            if (sentBytes.addAndGet(read) >= totalBytes) {
                silence.waitsForAnswer();
            } else {
                silence.moved();
            }
        }
    }
}
