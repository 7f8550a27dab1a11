package io.melolog.worker.dsp.score;

/**
 * A time signature.
 *
 * @param beats upper number
 * @param beatType lower number, 4 or 8
 */
public record Meter(int beats, int beatType) {
    public static final Meter COMMON = new Meter(4, 4);
    public static final Meter WALTZ = new Meter(3, 4);
    public static final Meter MARCH = new Meter(2, 4);
    public static final Meter JIG = new Meter(6, 8);

    /** Ticks of a quarter note: enough for thirty-seconds and triplets. */
    static final int TICKS_PER_QUARTER = 24;

    public Meter {
        if (beats < 2 || beats > 12 || !(beatType == 4 || beatType == 8 && beats % 3 == 0)) {
            throw new IllegalArgumentException("no such metre: " + beats + "/" + beatType);
        }
    }

    /** Such as {@code 3/4}. */
    public String label() {
        return beats + "/" + beatType;
    }

    /** Whether the beat is a dotted note. */
    boolean compound() {
        return beatType == 8;
    }

    /** Ticks of what is felt as a beat: a quarter, in compound metres a dotted quarter. */
    int beatTicks() {
        return compound() ? TICKS_PER_QUARTER * 3 / 2 : TICKS_PER_QUARTER;
    }

    int barTicks() {
        return beats * TICKS_PER_QUARTER * 4 / beatType;
    }

    int beatsPerBar() {
        return barTicks() / beatTicks();
    }

    /** Where the bar has a middle that must stay visible; the bar's length where it has none. */
    int middle() {
        return beatsPerBar() % 2 == 0 && beatsPerBar() >= 4 ? barTicks() / 2 : barTicks();
    }
}
