package io.melolog.worker.neural.engine;

/** In which precision networks compute on a GPU; on a CPU always in float32, where half precision is slower. */
public enum Precision {
    /** Half precision for each network whose result on a test segment stays within 50 dB of that in float32. */
    AUTO,
    FLOAT32,
    /** Half precision without a test. */
    HALF
}
