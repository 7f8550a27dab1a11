/** The pitch contour at the resolution of note boundaries: finer in time than pYIN's own track, which it is guided by. */
@NullMarked
package io.melolog.worker.dsp.contour;

import org.jspecify.annotations.NullMarked;
