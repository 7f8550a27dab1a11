package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.melolog.worker.neural.engine.ModelFormatException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transformer of Rouard, Massa and Défossez (2023), figure 1: layers that attend to their own branch and layers that attend to
 * the other one in turn, on the last encodings of the spectrogram and of the waveform.
 */
final class CrossTransformer {
    private final Branch spectrogram;
    private final Branch waveform;
    private final boolean crossFirst;

    private CrossTransformer(Branch spectrogram, Branch waveform, boolean crossFirst) {
        this.spectrogram = spectrogram;
        this.waveform = waveform;
        this.crossFirst = crossFirst;
    }

    static CrossTransformer read(Weights weights, HtDemucsArguments arguments) throws ModelFormatException {
        int channels = arguments.transformerChannels();
        TransformerArguments transformer = arguments.transformer();
        int frequencies = arguments.frequencies(arguments.depth() - 1);
        float[] spectrogram = PositionEmbeddings.ofSpectrogram(
                arguments.frames(), frequencies, channels, transformer.maxPeriod(), transformer.positionWeight());
        float[] times = PositionEmbeddings.ofTimes(
                arguments.times(arguments.depth()), channels, transformer.maxPeriod(), transformer.positionWeight());
        return new CrossTransformer(
                Branch.read(weights, "", spectrogram, arguments),
                Branch.read(weights, "_t", times, arguments),
                transformer.crossFirst());
    }

    /** The two encodings, {@code batch x channels x frequencies x times} and {@code batch x channels x times}. */
    record Encodings(NDArray spectrogram, NDArray waveform) {}

    /** Leaves the encodings as they are. */
    Encodings apply(Encodings inputs) {
        Shape shape = inputs.spectrogram.getShape();
        NDArray x = spectrogram.open(Flow.of(inputs.spectrogram.transpose(0, 3, 2, 1))
                .then(y -> y.reshape(shape.get(0), -1, shape.get(1)))
                .value());
        NDArray xt = waveform.open(inputs.waveform.transpose(0, 2, 1));
        for (int layer = 0; layer < spectrogram.layers.size(); layer++) {
            NDArray next = spectrogram.layers.get(layer).apply(x, xt);
            NDArray nextT = waveform.layers.get(layer).apply(xt, x);
            x.close();
            xt.close();
            x = next;
            xt = nextT;
        }
        return new Encodings(
                Flow.of(spectrogram.close(x))
                        .then(y -> y.reshape(shape.get(0), shape.get(3), shape.get(2), shape.get(1)))
                        .then(y -> y.transpose(0, 3, 2, 1))
                        .value(),
                Flow.of(waveform.close(xt)).then(y -> y.transpose(0, 2, 1)).value());
    }

    private static boolean isCross(int layer, boolean crossFirst) {
        return layer % 2 == (crossFirst ? 0 : 1);
    }

    /** What one branch has: its own numbers of channels, normalisation, positions, layers. */
    private record Branch(
            @Nullable Linear widen,
            LayerNormalization norm,
            NDArray positions,
            List<TransformerLayer> layers,
            @Nullable Linear narrow) {

        static Branch read(Weights all, String suffix, float[] positions, HtDemucsArguments arguments)
                throws ModelFormatException {
            int channels = arguments.transformerChannels();
            int outside = arguments.channels(arguments.depth() - 1);
            boolean changes = arguments.bottomChannels() > 0;
            Weights weights = all.in("crosstransformer");
            List<TransformerLayer> layers = new ArrayList<>();
            for (int layer = 0; layer < arguments.transformer().layers(); layer++) {
                boolean cross = isCross(layer, arguments.transformer().crossFirst());
                Weights own = weights.in("layers" + suffix).in(Integer.toString(layer));
                layers.add(TransformerLayer.read(own, channels, cross, arguments.transformer()));
            }
            return new Branch(
                    changes ? Linear.readConvolution(all.in("channel_upsampler" + suffix), channels, outside) : null,
                    LayerNormalization.read(weights.in("norm_in" + suffix), channels),
                    weights.onDevice(positions, 1, positions.length / channels, channels),
                    layers,
                    changes ? Linear.readConvolution(all.in("channel_downsampler" + suffix), outside, channels) : null);
        }

        /** @param tokens freed */
        NDArray open(NDArray tokens) {
            Flow flow = Flow.of(tokens);
            if (widen != null) {
                flow.then(widen::apply);
            }
            return flow.then(norm::tokens).then(x -> x.addi(positions)).value();
        }

        NDArray close(NDArray tokens) {
            return narrow == null ? tokens : Flow.of(tokens).then(narrow::apply).value();
        }
    }
}
