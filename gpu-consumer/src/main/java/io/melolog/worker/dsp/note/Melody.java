package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.f0.F0Track;
import java.util.List;

/** The melody: what remains of a pitch track inside its notes. */
public final class Melody {
    private Melody() {}

    /** The track with only those frames voiced that were voiced and lie in a note (onset included, end excluded). */
    public static F0Track within(List<Note> notes, F0Track track) {
        boolean[] keep = new boolean[track.frames()];
        for (Note note : notes) {
            // Half a frame's tolerance: onsets are frame times, up to rounding.
            int from = (int) Math.ceil(note.onsetSeconds() / track.hopSeconds() - 0.5);
            int to = (int) Math.ceil(note.endSeconds() / track.hopSeconds() - 0.5);
            for (int i = Math.max(0, from); i < Math.min(keep.length, to); i++) {
                keep[i] = true;
            }
        }
        return track.restrictedTo(keep);
    }
}
