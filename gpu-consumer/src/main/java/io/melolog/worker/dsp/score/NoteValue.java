package io.melolog.worker.dsp.score;

/** The printed values of lengths in ticks. */
enum NoteValue {
    WHOLE(96, "whole", "1"),
    HALF(48, "half", "2"),
    QUARTER(24, "quarter", "4"),
    EIGHTH(12, "eighth", "8"),
    SIXTEENTH(6, "16th", "16"),
    THIRTY_SECOND(3, "32nd", "32");

    private static final int TRIPLET_EIGHTH = 8;
    private static final int TRIPLET_QUARTER = 16;

    private final int ticks;
    private final String musicXml;
    private final String lilyPond;

    NoteValue(int ticks, String musicXml, String lilyPond) {
        this.ticks = ticks;
        this.musicXml = musicXml;
        this.lilyPond = lilyPond;
    }

    String musicXml() {
        return musicXml;
    }

    String lilyPond() {
        return lilyPond;
    }

    static boolean triplet(int length) {
        return length == TRIPLET_EIGHTH || length == TRIPLET_QUARTER;
    }

    static boolean dotted(int length) {
        return length > 0 && !triplet(length) && length % 9 == 0;
    }

    /** Whether a length has a symbol of its own, with a dot or in a bracket of three if need be. */
    static boolean exists(int length) {
        for (NoteValue value : values()) {
            boolean dotted = value != THIRTY_SECOND && value != WHOLE && length == value.ticks * 3 / 2;
            if (length == value.ticks || dotted) {
                return true;
            }
        }
        return triplet(length);
    }

    /** The symbol of a length, without its dot and its bracket; an eighth for a grace note. */
    static NoteValue of(int length) {
        int plain = length == 0
                ? EIGHTH.ticks
                : triplet(length) ? length * 3 / 2 : dotted(length) ? length * 2 / 3 : length;
        for (NoteValue value : values()) {
            if (value.ticks == plain) {
                return value;
            }
        }
        throw new IllegalArgumentException("no symbol for " + length + " ticks");
    }

    /** Flags or beams of a length. */
    static int flags(int length) {
        return Math.max(0, of(length).ordinal() - QUARTER.ordinal());
    }
}
