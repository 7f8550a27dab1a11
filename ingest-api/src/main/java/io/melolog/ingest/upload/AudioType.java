package io.melolog.ingest.upload;

import java.util.Arrays;
import java.util.List;

/** The audio that is taken, by what its bytes are and whatever its name says. */
enum AudioType {
    WAV("audio/wav", "WAV"),
    FLAC("audio/flac", "FLAC"),
    OGG("audio/ogg", "Ogg (Vorbis, Opus, FLAC)"),
    MPEG("audio/mpeg", "MP3"),
    MP4("audio/mp4", "MP4 and M4A"),
    AAC("audio/aac", "AAC (ADTS)"),
    AIFF("audio/aiff", "AIFF"),
    WEBM("audio/webm", "WebM"),
    MATROSKA("audio/x-matroska", "Matroska");

    private final String mediaType;
    private final String people;

    AudioType(String mediaType, String people) {
        this.mediaType = mediaType;
        this.people = people;
    }

    String mediaType() {
        return mediaType;
    }

    /** As people call them. */
    static String names() {
        return String.join(
                ", ", Arrays.stream(values()).map(type -> type.people).toList());
    }

    static List<String> mediaTypes() {
        return Arrays.stream(values()).map(AudioType::mediaType).toList();
    }
}
