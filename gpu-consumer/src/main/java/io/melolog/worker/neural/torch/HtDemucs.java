package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.melolog.worker.neural.checkpoint.Checkpoint;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkForm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * HTDemucs (Rouard, Massa, Défossez 2023, "Hybrid transformers for music source separation"; the encoders and decoders are those
 * of Défossez 2021, "Hybrid spectrogram and waveform source separation"): a branch over the complex spectrogram and one over the
 * waveform, a transformer between them, and the sum of what both say of each stem.
 */
final class HtDemucs implements TorchNetwork {
    private final NDManager manager;
    private final DataType precision;
    private final HtDemucsArguments arguments;
    private final Spectrogram spectrogram;
    private final List<EncoderLayer> encoder = new ArrayList<>();
    private final List<EncoderLayer> timeEncoder = new ArrayList<>();
    private final List<DecoderLayer> decoder = new ArrayList<>();
    private final List<DecoderLayer> timeDecoder = new ArrayList<>();
    private final @Nullable NDArray frequencyEmbedding;
    private final @Nullable CrossTransformer transformer;

    private HtDemucs(HtDemucsArguments arguments, Weights weights) throws ModelFormatException {
        this.manager = weights.manager();
        this.precision = weights.precision();
        this.arguments = arguments;
        this.spectrogram = new Spectrogram(arguments.frameSamples(), manager);
        readLayers(weights);
        this.frequencyEmbedding = arguments.frequencyEmbedding() == 0 ? null : frequencyEmbedding(weights);
        this.transformer = arguments.transformer().layers() == 0 ? null : CrossTransformer.read(weights, arguments);
    }

    /**
     * @param manager takes over the weights; closed with the network, and by the caller when this fails
     * @throws ModelFormatException when the checkpoint is not such a network
     */
    static HtDemucs read(Checkpoint checkpoint, NDManager manager, DataType precision) throws ModelFormatException {
        if (!checkpoint.networkClass().endsWith(".HTDemucs")) {
            throw new ModelFormatException("The checkpoint holds a network of the class " + checkpoint.networkClass()
                    + "; only HTDemucs is supported.");
        }
        HtDemucsArguments arguments = HtDemucsArguments.read(checkpoint.arguments());
        StateTensors state = new StateTensors(checkpoint.state());
        HtDemucs network = new HtDemucs(arguments, new Weights(state, manager, precision, ""));
        state.requireAllTaken();
        return network;
    }

    private void readLayers(Weights weights) throws ModelFormatException {
        int audio = arguments.form().channels();
        int stems = arguments.form().stems().size();
        int depth = arguments.depth();
        for (int layer = 0; layer < depth; layer++) {
            int channels = arguments.channels(layer);
            int below = layer == 0 ? 0 : arguments.channels(layer - 1);
            String name = Integer.toString(layer);
            Weights frequencies = weights.in("encoder").in(name);
            encoder.add(EncoderLayer.read(frequencies, layer == 0 ? 2 * audio : below, channels, true, arguments));
            Weights times = weights.in("tencoder").in(name);
            timeEncoder.add(EncoderLayer.read(times, layer == 0 ? audio : below, channels, false, arguments));
        }
        for (int layer = depth - 1; layer >= 0; layer--) {
            int channels = arguments.channels(layer);
            int below = layer == 0 ? stems * audio : arguments.channels(layer - 1);
            String name = Integer.toString(depth - 1 - layer);
            Weights frequencies = weights.in("decoder").in(name);
            int outputs = layer == 0 ? 2 * below : below;
            decoder.add(DecoderLayer.read(frequencies, channels, outputs, true, layer == 0, arguments));
            Weights times = weights.in("tdecoder").in(name);
            timeDecoder.add(DecoderLayer.read(times, channels, below, false, layer == 0, arguments));
        }
    }

    /** {@code 1 x channels x frequencies x 1}, to be added to the first layer's output. */
    private NDArray frequencyEmbedding(Weights weights) throws ModelFormatException {
        int frequencies = arguments.frequencies(0);
        int channels = arguments.channels();
        float[] table = weights.values("freq_emb.embedding.weight", frequencies, channels);
        float[] scaled = new float[table.length];
        for (int frequency = 0; frequency < frequencies; frequency++) {
            for (int channel = 0; channel < channels; channel++) {
                float value = table[frequency * channels + channel] * (float) arguments.embeddingScale();
                scaled[channel * frequencies + frequency] = value * (float) arguments.frequencyEmbedding();
            }
        }
        return weights.onDevice(scaled, 1, channels, frequencies, 1);
    }

    @Override
    public NetworkForm form() {
        return arguments.form();
    }

    @Override
    public NDArray separate(float[] mixes, int batch, NDManager scope) {
        int length = arguments.form().segmentSamples();
        int channels = arguments.form().channels();
        int stems = arguments.form().stems().size();
        NDArray spectra = spectrogram.of(mixes, batch, channels, length, scope);
        NDArray waves = scope.create(mixes, new Shape(batch, channels, length));
        try (Standardization ofSpectra = Standardization.of(spectra);
                Standardization ofWaves = Standardization.of(waves)) {
            CrossTransformer.Encodings outputs =
                    network(inPrecision(ofSpectra.apply(spectra)), inPrecision(ofWaves.apply(waves)));
            NDArray fromWaves = Flow.of(outputs.waveform())
                    .then(x -> Kernels.inPrecision(x, DataType.FLOAT32))
                    .then(ofWaves::undo)
                    .then(x -> x.reshape(batch, stems, channels, length))
                    .value();
            NDArray fromSpectra = Flow.of(outputs.spectrogram())
                    .then(x -> Kernels.inPrecision(x, DataType.FLOAT32))
                    .then(ofSpectra::undo)
                    .then(x ->
                            x.reshape((long) batch * stems * channels, 2, arguments.frequencies(), arguments.frames()))
                    .then(x -> spectrogram.inverse(x, length))
                    .then(x -> x.reshape(batch, stems, channels, length))
                    .value();
            try (fromSpectra) {
                return fromWaves.addi(fromSpectra);
            }
        }
    }

    private NDArray inPrecision(NDArray x) {
        return Flow.of(x).then(y -> Kernels.inPrecision(y, precision)).value();
    }

    private CrossTransformer.Encodings network(NDArray spectra, NDArray waves) {
        Deque<NDArray> skips = new ArrayDeque<>();
        Deque<NDArray> timeSkips = new ArrayDeque<>();
        NDArray x = spectra;
        NDArray xt = waves;
        for (int layer = 0; layer < arguments.depth(); layer++) {
            x = encoded(layer, x, skips);
            xt = timeEncoder.get(layer).apply(xt);
            timeSkips.push(xt);
        }
        spectra.close();
        waves.close();
        CrossTransformer.Encodings between =
                new CrossTransformer.Encodings(x.reshape(x.getShape()), xt.reshape(xt.getShape()));
        if (transformer != null) {
            between = transformer.apply(between);
        }
        return decoded(between, skips, timeSkips);
    }

    private NDArray encoded(int layer, NDArray x, Deque<NDArray> skips) {
        NDArray y = encoder.get(layer).apply(x);
        if (layer == 0 && frequencyEmbedding != null) {
            y.addi(frequencyEmbedding);
        }
        skips.push(y);
        return y;
    }

    private CrossTransformer.Encodings decoded(
            CrossTransformer.Encodings encodings, Deque<NDArray> skips, Deque<NDArray> timeSkips) {
        NDArray x = encodings.spectrogram();
        NDArray xt = encodings.waveform();
        for (int index = 0; index < arguments.depth(); index++) {
            int layer = arguments.depth() - 1 - index;
            int frequencies = layer == 0 ? arguments.frequencies() : arguments.frequencies(layer - 1);
            x = decoder.get(index).apply(x, skips.pop(), frequencies);
            xt = timeDecoder.get(index).apply(xt, timeSkips.pop(), arguments.times(layer));
        }
        return new CrossTransformer.Encodings(x, xt);
    }

    @Override
    public void close() {
        manager.close();
    }
}
