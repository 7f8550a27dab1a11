package io.melolog.worker.dsp.note;

/**
 * The note model's constants; costs are in nats.
 *
 * @param minMidi lowest note, semitones
 * @param maxMidi highest note
 * @param statesPerSemitone resolution of the notes' pitches
 * @param stableSigma how far the pitch of a steady note strays, semitones
 * @param attackSigma how far it strays while the note begins
 * @param strayCap most that one frame's stray costs: what makes a short outlier harmless
 * @param enter cost of a note after a rest
 * @param change cost of a new note within a phrase
 * @param repeat cost of a new note on the same pitch without any sign of an onset
 * @param unvoiced cost per unvoiced frame inside a note
 * @param rest cost per voiced frame outside of notes
 * @param attack cost of going on attacking, per frame
 */
record NoteHmmParams(
        int minMidi,
        int maxMidi,
        int statesPerSemitone,
        double stableSigma,
        double attackSigma,
        double strayCap,
        double enter,
        double change,
        double repeat,
        double unvoiced,
        double rest,
        double attack) {

    static final NoteHmmParams STANDARD = null;

    static double d(String k, double v) { return Double.parseDouble(System.getProperty(k, "" + v)); }

    static NoteHmmParams get() { return new NoteHmmParams(33, 99, 4, d("ss", 0.5), d("as", 1.0), d("cap", 4), d("enter", 4.5), d("change", 7), d("repeat", 0.5), d("uv", 2.2), d("rest", 1.2), d("att", 1.0)); }

    int pitches() {
        return (maxMidi - minMidi) * statesPerSemitone + 1;
    }

    double midi(int pitch) {
        return minMidi + (double) pitch / statesPerSemitone;
    }
}
