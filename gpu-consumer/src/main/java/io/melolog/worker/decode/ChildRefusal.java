package io.melolog.worker.decode;

import io.melolog.worker.decode.child.ChildReply;

/** What a child reports, in words for a person. */
final class ChildRefusal {
    private ChildRefusal() {}

    static AudioException explain(ChildReply.Failed failed) {
        return switch (failed.failure()) {
            case UNDECODABLE ->
                AudioException.permanent(
                        AudioErrorCode.UNDECODABLE_AUDIO,
                        "The file is damaged or not of a kind that can be read (WAV, AIFF, MP3, AAC, FLAC, Ogg, Opus,"
                                + " M4A, WebM). Check that it plays, and upload it again, for example as WAV or FLAC.");
            case EMPTY ->
                AudioException.permanent(
                        AudioErrorCode.EMPTY_AUDIO,
                        "There is not a single sample in the file. Check that it plays, and upload it again.");
            case TOO_LONG ->
                AudioException.permanent(
                        AudioErrorCode.AUDIO_TOO_LONG,
                        "It is " + failed.fact() + ", the most that is accepted. Upload a shorter part of it.");
            case UNSUPPORTED ->
                AudioException.permanent(
                        AudioErrorCode.UNSUPPORTED_AUDIO,
                        "The file has " + failed.fact() + ". Convert it to 44.1 kHz stereo and upload that.");
            case OUTPUT_LIMIT ->
                AudioException.permanent(
                        AudioErrorCode.DECODER_LIMIT,
                        "Its audio takes more space than is allowed. Upload a shorter part of it, or one with a lower"
                                + " sample rate.");
            case MEMORY_LIMIT -> ChildEnd.outOfMemory();
            case STORAGE_FULL ->
                AudioException.retryable(
                        AudioErrorCode.STORAGE_FULL, "It is tried again; whoever runs the service has to make room.");
            case INTERNAL ->
                AudioException.retryable(
                        AudioErrorCode.DECODER_CRASHED,
                        "The process that decodes audio failed. It is tried again; should it fail each time, convert the"
                                + " file to WAV or FLAC and upload that.");
        };
    }
}
