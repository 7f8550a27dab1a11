package io.melolog.worker.neural.child;

/** How networks compute. */
public enum Precision {
    /** As the engine finds best for the device. */
    AUTO,
    /** 32 bits everywhere. */
    FLOAT32,
    /** 16 bits on GPUs; the CPU always computes with 32. */
    HALF
}
