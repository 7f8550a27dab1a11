/** From a pitch contour to notes and the melody, and the gate that keeps the residue of separated vocals from becoming notes. */
@NullMarked
package io.melolog.worker.dsp.note;

import org.jspecify.annotations.NullMarked;
