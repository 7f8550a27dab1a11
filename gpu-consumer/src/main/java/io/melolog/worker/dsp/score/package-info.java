/** From notes to what people read: key, clef, tempo, grid, MusicXML, MIDI and the plain result files. */
@NullMarked
package io.melolog.worker.dsp.score;

import org.jspecify.annotations.NullMarked;
