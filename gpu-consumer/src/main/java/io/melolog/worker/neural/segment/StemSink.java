package io.melolog.worker.neural.segment;

import java.io.IOException;

/** Takes the stems of a separation block by block. One thread at a time. */
@FunctionalInterface
public interface StemSink {
    /**
     * Takes the next frames of a stem. The blocks of a stem come in order; each block comes for every stem, in the network's order.
     *
     * @param stem which, in the order of the network's stems
     * @param planes one array per channel of the recording, at its rate; valid during the call only; not clipped
     * @param frames how many, from the start of the arrays
     */
    void write(int stem, float[][] planes, int frames) throws IOException;
}
