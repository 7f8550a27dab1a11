package io.melolog.worker.decode;

/**
 * What a file is, learnt by decoding it.
 *
 * @param sampleRateHz of the source
 * @param channels of the source, 1 to 64
 * @param durationSeconds length of what was decoded, encoder delay and padding left out
 * @param container FFmpeg's short name: wav, mp3, flac, ogg, mp4, ...
 * @param codec FFmpeg's short name: pcm_s16le, mp3, aac, ...
 */
public record SourceInfo(int sampleRateHz, int channels, double durationSeconds, String container, String codec) {}
