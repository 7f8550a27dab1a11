package io.melolog.schemas.stage;

/**
 * Audio as it came out of the decoder.
 *
 * @param durationSeconds length, 0 or more
 * @param sampleRateHz the source's own rate
 * @param channels the source's own channels, before any downmix
 */
public record SourceAudio(double durationSeconds, int sampleRateHz, int channels) {}
