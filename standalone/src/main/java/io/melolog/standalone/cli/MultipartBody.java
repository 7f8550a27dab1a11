package io.melolog.standalone.cli;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

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
        StringBuilder head = new StringBuilder();
        fields.forEach((name, value) -> head.append(part(boundary, "name=\"" + quoted(name) + "\"", ""))
                .append(value)
                .append("\r\n"));
        head.append(part(
                boundary,
                "name=\"" + quoted(fileField) + "\"; filename=\"" + quoted(fileName) + "\"",
                "Content-Type: application/octet-stream\r\n"));
        String tail = "\r\n--" + boundary + "--\r\n";
        return new MultipartBody(
                "multipart/form-data; boundary=" + boundary,
                BodyPublishers.concat(
                        BodyPublishers.ofString(head.toString()),
                        BodyPublishers.ofFile(file),
                        BodyPublishers.ofString(tail, StandardCharsets.UTF_8)));
    }

    private static String part(String boundary, String disposition, String headers) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n" + headers + "\r\n";
    }

    /** As browsers escape them (WHATWG HTML, multipart form data). */
    private static String quoted(String value) {
        return value.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    }
}
