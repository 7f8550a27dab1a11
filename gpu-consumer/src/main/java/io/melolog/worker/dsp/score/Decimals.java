package io.melolog.worker.dsp.score;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as text, the same in every locale. */
final class Decimals {
    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    private Decimals() {}

    /** Rounded to at most {@code digits} decimals, without trailing zeros. */
    static String text(double value, int digits) {
        BigDecimal rounded = BigDecimal.valueOf(value)
                .setScale(digits, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    /** Appends a number that is not negative with exactly {@code digits} decimals, 6 at most; for long tables. */
    static void append(StringBuilder out, double value, int digits) {
        long scaled = Math.round(value * POWERS[digits]);
        out.append(scaled / POWERS[digits]);
        if (digits > 0) {
            long fraction = scaled % POWERS[digits];
            out.append('.');
            for (int i = digits - 1; i >= 0; i--) {
                out.append((char) ('0' + fraction / POWERS[i] % 10));
            }
        }
    }
}
