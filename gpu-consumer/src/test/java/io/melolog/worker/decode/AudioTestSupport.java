package io.melolog.worker.decode;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests with real children share. */
final class AudioTestSupport {
    static final BooleanSupplier NEVER = () -> false;

    /** Unpacked libraries outlive one test class: 56 MB each time would only cost time. */
    static final Path CACHE = Path.of("target", "audio-child-cache");

    private AudioTestSupport() {}

    static float[] samples(PcmFile pcm) throws IOException {
        float[] samples = new float[Math.toIntExact(pcm.sampleFrames() * pcm.channels())];
        try (PcmReader reader = new PcmReader(pcm)) {
            reader.read(0, samples, (int) pcm.sampleFrames());
        }
        return samples;
    }

    static AudioException failure(ThrowingCallable call) {
        return catchThrowableOfType(AudioException.class, call);
    }

    static long files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".f32")).count();
        }
    }
}
