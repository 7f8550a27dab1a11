package io.melolog.worker.separation;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import io.melolog.worker.dsp.separation.VocalSeparator;
import io.melolog.worker.lease.WorkContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;

/** A separator in plain Java, in this process. */
final class BuiltInSeparation implements SeparationMethod {
    private static final String DEVICE = "cpu";

    private final VocalSeparator separator;
    private final String quality;

    BuiltInSeparation(VocalSeparator separator, String quality) {
        this.separator = separator;
        this.quality = quality;
    }

    @Override
    public Stems separate(WorkContext context, Recording recording, DoubleConsumer progress) throws IOException {
        Path folder = context.scratch();
        PcmFile mix = recording.mix();
        try (PcmReader reader = new PcmReader(mix);
                PcmWriter vocals = writer(folder, Stems.VOCALS, mix);
                PcmWriter accompaniment = writer(folder, Stems.ACCOMPANIMENT, mix)) {
            separator.separate(reader, vocals, accompaniment, progress, context.cancelled());
            return Stems.two(vocals.file(), accompaniment.file(), DEVICE, quality);
        }
    }

    /** A new scratch file of the mix's form. */
    static PcmWriter writer(Path folder, String stem, PcmFile like) throws IOException {
        return new PcmWriter(folder.resolve(stem + ".f32"), like.sampleRateHz(), like.channels());
    }
}
