package io.melolog.standalone.model;

import io.melolog.standalone.model.Download.Listener;
import io.melolog.standalone.model.Download.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/** One try to bring the rest of a file. Throws {@link IOException} for what may be better the next time. Used by one thread. */
final class Transfer {
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final long MAX_BYTES = 8L << 30;
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;

    private final HttpClient http;
    private final Patience patience;
    private final URI address;
    private final PartFile file;
    private final Listener listener;

    Transfer(HttpClient http, Patience patience, URI address, PartFile file, Listener listener) {
        this.http = http;
        this.patience = patience;
        this.address = address;
        this.file = file;
        this.listener = listener;
    }

    URI address() {
        return address;
    }

    /** Returns when the file is whole. */
    void run() throws DownloadException, IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(patience.answer());
        Optional<String> validator = file.validator();
        if (validator.isPresent()) {
            request.header("Range", "bytes=" + file.bytes() + "-").header("If-Range", validator.get());
        }
        HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            prepare(response);
            receive(body, total(response.headers()));
        }
    }

    /** Sees to it that what comes belongs at the end of the file. */
    private void prepare(HttpResponse<InputStream> response) throws DownloadException, IOException {
        int status = response.statusCode();
        switch (status) {
            case OK -> file.restart(validator(response.headers()));
            case PARTIAL_CONTENT -> {
                if (!startsAt(response.headers(), file.bytes())) {
                    file.restart(Optional.empty());
                    throw new IOException("the server sent another part than was asked for");
                }
            }
            case RANGE_NOT_SATISFIABLE -> {
                file.restart(Optional.empty());
                throw new IOException("the server has no such part");
            }
            default -> throw refused(status);
        }
    }

    private IOException refused(int status) throws DownloadException {
        if (status >= SERVER_ERRORS || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT) {
            return new IOException("the server answered " + status);
        }
        throw new DownloadException(address + " cannot be downloaded: the server answered " + status
                + (status == 404 ? ", there is no such file." : "."));
    }

    private void receive(InputStream body, OptionalLong total) throws DownloadException, IOException {
        if (total.orElse(0) > MAX_BYTES) {
            throw tooLarge();
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        try (StallWatch watch = new StallWatch(body, patience.stall())) {
            for (int count = watch.read(buffer); count >= 0; count = watch.read(buffer)) {
                file.append(ByteBuffer.wrap(buffer, 0, count));
                if (file.bytes() > MAX_BYTES) {
                    throw tooLarge();
                }
                listener.arrived(file.bytes(), total.orElse(-1));
            }
        }
        if (total.isPresent() && file.bytes() < total.getAsLong()) {
            throw new IOException("the connection ended early");
        }
    }

    private DownloadException tooLarge() {
        return new DownloadException(address + " is larger than any model: more than " + MAX_BYTES + " bytes.");
    }

    /** Of the whole file. */
    private OptionalLong total(HttpHeaders headers) throws IOException {
        OptionalLong rest = headers.firstValueAsLong("Content-Length");
        return rest.isPresent() ? OptionalLong.of(file.bytes() + rest.getAsLong()) : OptionalLong.empty();
    }

    private static boolean startsAt(HttpHeaders headers, long offset) {
        return headers.firstValue("Content-Range")
                .filter(range -> range.startsWith("bytes " + offset + "-"))
                .isPresent();
    }

    /** A strong entity tag, else the date (RFC 9110, 13.1.5). */
    private static Optional<String> validator(HttpHeaders headers) {
        Optional<String> tag = headers.firstValue("ETag").filter(text -> text.startsWith("\""));
        return tag.isPresent() ? tag : headers.firstValue("Last-Modified");
    }
}
