package io.melolog.standalone.cli;

import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;

/** A {@code multipart/form-data} body (RFC 7578) whose file is read from disk while it is sent. */
record MultipartBody(String contentType, BodyPublisher publisher) {

    /**
     * Fields first, then the file.
     *
     * @throws FileNotFoundException when the file cannot be opened
     */
    static MultipartBody of(Map<String, String> fields, String fileField, String fileName, Path file)
            throws FileNotFoundException {
        String boundary = "melolog-" + UUID.randomUUID();
        return of(
                boundary,
                List.of(
                        BodyPublishers.ofString(fields(boundary, fields) + fileHead(boundary, fileField, fileName)),
                        BodyPublishers.ofFile(file)),
                "\r\n--" + boundary + "--\r\n");
    }

    /**
     * Fields first, then any number of files.
     *
     * @param files by name, in their order
     * @param sent told of every byte of the files that is read to be sent, by how many
     */
    static MultipartBody of(Map<String, String> fields, String fileField, Map<String, Path> files, LongConsumer sent)
            throws IOException {
        String boundary = "melolog-" + UUID.randomUUID();
        List<BodyPublisher> parts = new ArrayList<>(List.of(BodyPublishers.ofString(fields(boundary, fields))));
        for (Map.Entry<String, Path> named : files.entrySet()) {
            Path file = named.getValue();
            parts.add(BodyPublishers.ofString(fileHead(boundary, fileField, named.getKey())));
            parts.add(BodyPublishers.fromPublisher(
                    BodyPublishers.ofInputStream(() -> counted(file, sent)), Files.size(file)));
            parts.add(BodyPublishers.ofString("\r\n"));
        }
        return of(boundary, parts, "--" + boundary + "--\r\n");
    }

    private static MultipartBody of(String boundary, List<BodyPublisher> parts, String tail) {
        List<BodyPublisher> all = new ArrayList<>(parts);
        all.add(BodyPublishers.ofString(tail, StandardCharsets.UTF_8));
        return new MultipartBody(
                "multipart/form-data; boundary=" + boundary, BodyPublishers.concat(all.toArray(BodyPublisher[]::new)));
    }

    private static String fields(String boundary, Map<String, String> fields) {
        StringBuilder head = new StringBuilder();
        fields.forEach((name, value) -> head.append(part(boundary, "name=\"" + quoted(name) + "\"", ""))
                .append(value)
                .append("\r\n"));
        return head.toString();
    }

    private static String fileHead(String boundary, String field, String fileName) {
        return part(
                boundary,
                "name=\"" + quoted(field) + "\"; filename=\"" + quoted(fileName) + "\"",
                "Content-Type: application/octet-stream\r\n");
    }

    private static InputStream counted(Path file, LongConsumer sent) {
        try {
            return new FilterInputStream(Files.newInputStream(file)) {
                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    int count = super.read(target, offset, length);
                    sent.accept(Math.max(0, count));
                    return count;
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String part(String boundary, String disposition, String headers) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n" + headers + "\r\n";
    }

    /** As browsers escape them (WHATWG HTML, multipart form data). */
    private static String quoted(String value) {
        return value.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    }
}
