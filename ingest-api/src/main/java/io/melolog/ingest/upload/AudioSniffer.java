package io.melolog.ingest.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Optional;

/**
 * Tells audio by its first bytes. It refuses only what is surely something else: whether the audio is whole and sound is for the decoder to
 * find out, which runs where it can do no harm.
 */
final class AudioSniffer {
    /** How many bytes of a file decide; a shorter file is decided by all of them. */
    static final int HEAD_BYTES = 64 * 1024;

    private static final int RUN_AT_START = 2;
    private static final int RUN_AFTER_JUNK = 3;
    private static final int OGG_HEADERS_BYTES = 8 * 1024;
    private static final int EBML_HEADER_BYTES = 256;
    private static final int ID3_HEADER_BYTES = 10;

    /** Containers of other things, in which a search for MPEG frames could find some. */
    private static final List<String> NOT_AUDIO = List.of(
            "\u0089PNG",
            "\u00FF\u00D8\u00FF",
            "GIF8",
            "%PDF",
            "PK\u0003\u0004",
            "\u001F\u008B",
            "Rar!",
            "7z\u00BC\u00AF",
            "\u007FELF",
            "MZ",
            "RIFF");

    private static final List<String> PICTURE_BRANDS = List.of("heic", "heix", "hevc", "mif1", "msf1", "avif", "avis");

    private AudioSniffer() {}

    /** The type; empty when it is not audio of any kind that is taken. */
    static Optional<AudioType> sniff(byte[] head) {
        Optional<AudioType> container = container(head, 0);
        if (container.isPresent()) {
            return container;
        }
        if (startsWith(head, 0, "ID3") && head.length >= ID3_HEADER_BYTES) {
            return Optional.of(tagged(head));
        }
        Optional<MpegFrame> atStart = MpegFrame.run(head, 0, RUN_AT_START, head.length < HEAD_BYTES);
        if (atStart.isPresent()) {
            return atStart.map(AudioSniffer::type);
        }
        return NOT_AUDIO.stream().anyMatch(other -> startsWith(head, 0, other)) ? Optional.empty() : afterJunk(head);
    }

    private static Optional<AudioType> container(byte[] head, int offset) {
        if (isWave(head, offset)) {
            return Optional.of(AudioType.WAV);
        }
        if (startsWith(head, offset, "fLaC")) {
            return Optional.of(AudioType.FLAC);
        }
        if (startsWith(head, offset, "OggS")) {
            return holdsOggAudio(head) ? Optional.of(AudioType.OGG) : Optional.empty();
        }
        if (startsWith(head, offset + 4, "ftyp")) {
            return PICTURE_BRANDS.stream().anyMatch(brand -> startsWith(head, offset + 8, brand))
                    ? Optional.empty()
                    : Optional.of(AudioType.MP4);
        }
        if (startsWith(head, offset, "FORM")
                && (startsWith(head, offset + 8, "AIFF") || startsWith(head, offset + 8, "AIFC"))) {
            return Optional.of(AudioType.AIFF);
        }
        return startsWith(head, offset, "\u001A\u0045\u00DF\u00A3") ? ebml(head) : Optional.empty();
    }

    private static boolean isWave(byte[] head, int offset) {
        boolean riff = startsWith(head, offset, "RIFF")
                || startsWith(head, offset, "RF64")
                || startsWith(head, offset, "RIFX");
        return riff && startsWith(head, offset + 8, "WAVE");
    }

    private static boolean holdsOggAudio(byte[] head) {
        String headers = new String(head, 0, Math.min(head.length, OGG_HEADERS_BYTES), ISO_8859_1);
        return headers.contains("\u0001vorbis") || headers.contains("OpusHead") || headers.contains("\u007FFLAC");
    }

    private static Optional<AudioType> ebml(byte[] head) {
        String header = new String(head, 0, Math.min(head.length, EBML_HEADER_BYTES), ISO_8859_1);
        if (header.contains("webm")) {
            return Optional.of(AudioType.WEBM);
        }
        return header.contains("matroska") ? Optional.of(AudioType.MATROSKA) : Optional.empty();
    }

    /** An ID3v2 tag stands before MP3, and now and then before FLAC or AAC; a tag longer than the head hides what follows. */
    private static AudioType tagged(byte[] head) {
        int sizeBytes = (head[6] & 0x7F) << 21 | (head[7] & 0x7F) << 14 | (head[8] & 0x7F) << 7 | (head[9] & 0x7F);
        int audio = ID3_HEADER_BYTES + sizeBytes;
        return container(head, audio)
                .or(() -> MpegFrame.at(head, audio).map(AudioSniffer::type))
                .orElse(AudioType.MPEG);
    }

    private static Optional<AudioType> afterJunk(byte[] head) {
        for (int offset = 1; offset < head.length; offset++) {
            Optional<MpegFrame> run = MpegFrame.run(head, offset, RUN_AFTER_JUNK, false);
            if (run.isPresent()) {
                return run.map(AudioSniffer::type);
            }
        }
        return Optional.empty();
    }

    private static AudioType type(MpegFrame frame) {
        return frame.adts() ? AudioType.AAC : AudioType.MPEG;
    }

    private static boolean startsWith(byte[] head, int offset, String signature) {
        return offset + signature.length() <= head.length
                && new String(head, offset, signature.length(), ISO_8859_1).equals(signature);
    }
}
