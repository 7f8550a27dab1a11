package io.melolog.worker.decode;

import io.melolog.worker.dsp.pcm.PcmFile;

/**
 * Decoded audio and what it came from.
 *
 * @param pcm finite samples within ±8; the file is the caller's to delete
 * @param source the file that was decoded
 */
public record DecodedAudio(PcmFile pcm, SourceInfo source) {}
