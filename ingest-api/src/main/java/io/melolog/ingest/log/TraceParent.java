package io.melolog.ingest.log;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** W3C Trace Context, level 1: the header {@code traceparent}. */
public final class TraceParent {
    private static final Pattern VERSION_00 =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;

    private TraceParent() {}

    /** The caller's header when it is valid, else the start of a new trace. */
    public static String continuing(@Nullable String header) {
        return header != null && VERSION_00.matcher(header).matches() ? header : fresh();
    }

    private static String fresh() {
        byte[] bytes = new byte[TRACE_ID_BYTES + SPAN_ID_BYTES];
        RANDOM.nextBytes(bytes);
        bytes[0] |= 1;
        bytes[TRACE_ID_BYTES] |= 1;
        HexFormat hex = HexFormat.of();
        return "00-" + hex.formatHex(bytes, 0, TRACE_ID_BYTES) + "-"
                + hex.formatHex(bytes, TRACE_ID_BYTES, bytes.length) + "-01";
    }
}
