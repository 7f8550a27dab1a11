package io.melolog.worker.decode.child;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Interleaved samples in native memory, as one plane for libswresample, that grow as needed. */
final class FloatSamples {
    private final PointerPointer<Pointer> planes = new PointerPointer<>(1L);
    private FloatPointer memory = new FloatPointer();
    private FloatBuffer view = FloatBuffer.allocate(0);

    /** Makes room for this many samples; the contents are lost. */
    void reserve(int samples) {
        if (view.capacity() < samples) {
            memory.close();
            memory = new FloatPointer((long) samples);
            view = memory.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
            planes.put(0, memory);
        }
    }

    PointerPointer<Pointer> planes() {
        return planes;
    }

    /** The samples, from index 0. */
    FloatBuffer view() {
        return view;
    }
}
