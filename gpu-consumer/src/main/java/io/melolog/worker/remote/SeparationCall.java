package io.melolog.worker.remote;

import java.nio.file.Path;
import java.util.function.DoubleConsumer;

/** What one separation is about; see {@link RemoteSeparator#separate}. */
record SeparationCall(
        String workId, Path upload, String fileName, String mediaType, CallWatch watch, DoubleConsumer progress) {}
