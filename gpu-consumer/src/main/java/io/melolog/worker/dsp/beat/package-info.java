/** Tempo and beats: from an accompaniment's onsets, or from the onsets of a melody alone. */
@NullMarked
package io.melolog.worker.dsp.beat;

import org.jspecify.annotations.NullMarked;
