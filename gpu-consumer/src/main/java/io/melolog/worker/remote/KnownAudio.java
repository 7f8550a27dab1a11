package io.melolog.worker.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Tells audio files from web pages, error messages and whatever else comes for them, by their first bytes. The decoder judges the rest. */
final class KnownAudio {
    private static final int LONGEST_START_BYTES = 12;
    private static final int FRAME_SYNC = 0xffe0;
    private static final int BYTE = 0xff;

    private static final List<Start> STARTS = List.of(
            at(8, "WAVE"),
            at(0, "riff"),
            at(0, "fLaC"),
            at(0, "OggS"),
            at(0, "ID3"),
            at(4, "ftyp"),
            at(8, "AIFF"),
            at(8, "AIFC"),
            at(0, "caff"),
            at(0, ".snd"),
            at(0, "wvpk"),
            at(0, "\u001aE\u00df\u00a3"));

    private KnownAudio() {}

    private record Start(int offset, byte[] bytes) {
        boolean matches(byte[] file) {
            return file.length >= offset + bytes.length
                    && Arrays.equals(file, offset, offset + bytes.length, bytes, 0, bytes.length);
        }
    }

    /** Whether a file begins like WAV, W64, FLAC, Ogg, MP3, AAC, MP4, AIFF, CAF, AU, WavPack or WebM. */
    static boolean is(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(LONGEST_START_BYTES);
            return isFrame(first) || STARTS.stream().anyMatch(start -> start.matches(first));
        }
    }

    /** A frame of MPEG audio or AAC begins with eleven ones. */
    private static boolean isFrame(byte[] first) {
        return first.length > 1 && ((((first[0] & BYTE) << Byte.SIZE) | (first[1] & BYTE)) & FRAME_SYNC) == FRAME_SYNC;
    }

    private static Start at(int offset, String latin1) {
        return new Start(offset, latin1.getBytes(StandardCharsets.ISO_8859_1));
    }
}
