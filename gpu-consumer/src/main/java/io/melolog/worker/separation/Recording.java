package io.melolog.worker.separation;

import io.melolog.worker.dsp.pcm.PcmFile;
import java.nio.file.Path;

/**
 * What is to be separated.
 *
 * @param upload as it came
 * @param mediaType of the upload, as its sender said
 * @param mix the same, decoded: mono or stereo, at its own rate
 */
record Recording(Path upload, String mediaType, PcmFile mix) {}
