package io.melolog.ingest.artifact;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/** How a download presents itself, so that no browser ever runs what somebody uploaded. */
final class DownloadNames {
    private static final Pattern AUDIO = Pattern.compile("(audio|video)/[A-Za-z0-9.+-]{1,64}");
    private static final Set<String> OTHERS =
            Set.of("application/json", "text/csv", "application/vnd.recordare.musicxml+xml");
    private static final String OPAQUE = "application/octet-stream";
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private DownloadNames() {}

    /** The media type itself where it is harmless, else {@code application/octet-stream}. */
    static String mediaType(String mediaType) {
        return OTHERS.contains(mediaType) || AUDIO.matcher(mediaType).matches() ? mediaType : OPAQUE;
    }

    /** A {@code Content-Disposition} (RFC 6266): the name in full, and in ASCII for those who cannot read that. */
    static String attachment(String fileName) {
        StringBuilder ascii = new StringBuilder();
        fileName.codePoints()
                .map(character -> UNRESERVED.indexOf(character) >= 0 || character == ' ' ? character : '_')
                .forEach(ascii::appendCodePoint);
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + percentEncoded(fileName);
    }

    private static String percentEncoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(octet) >= 0) {
                encoded.append((char) octet);
            } else {
                encoded.append(String.format("%%%02X", octet & 0xFF));
            }
        }
        return encoded.toString();
    }
}
