package io.melolog.worker.neural.torch;

import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkForm;
import java.util.List;
import java.util.Map;

/**
 * What decides the shape of an HTDemucs network: the arguments of its constructor, by the names that the field's papers give them.
 *
 * @param channels of the first layer of the spectrogram branch; {@code growth} times as many in each next
 * @param timeChannels of the first layer of the time branch
 * @param frameSamples of the Fourier transform; frames start every quarter of it
 * @param kernel of strided convolutions: twice the stride
 * @param context on each side of the decoder's convolutions
 * @param residualCompression how many times fewer channels the residual branches have
 * @param residualDepth layers of a residual branch; negative without dilation
 * @param bottomChannels of the transformer where they are not those of the last layer, or 0
 */
record HtDemucsArguments(
        NetworkForm form,
        int channels,
        int timeChannels,
        int growth,
        int frameSamples,
        int depth,
        boolean rewrite,
        double frequencyEmbedding,
        double embeddingScale,
        int kernel,
        int stride,
        int context,
        boolean residualInEncoder,
        boolean residualInDecoder,
        int residualDepth,
        double residualCompression,
        int bottomChannels,
        TransformerArguments transformer) {

    private static final int MAX_WIDTH = 1 << 14;
    private static final int MAX_SEGMENT_SAMPLES = 1 << 25;

    static HtDemucsArguments read(Map<String, Object> given) throws ModelFormatException {
        Arguments arguments = new Arguments(given);
        HtDemucsArguments result = read(arguments);
        rejectOtherNetworks(arguments, result);
        arguments.ignore(
                "rescale", "dconv_init", "emb_smooth", "wiener_iters", "end_iters", "wiener_residual", "norm_groups");
        arguments.ignore("multi_freqs_depth", "time_stride", "use_train_segment");
        arguments.requireAllRead();
        return result;
    }

    private static HtDemucsArguments read(Arguments arguments) throws ModelFormatException {
        int channels = bounded(arguments, "channels", 48, 1, MAX_WIDTH);
        int residual = bounded(arguments, "dconv_mode", 1, 0, 3);
        return new HtDemucsArguments(
                form(arguments),
                channels,
                bounded(arguments, "channels_time", channels, 1, MAX_WIDTH),
                bounded(arguments, "growth", 2, 1, 8),
                bounded(arguments, "nfft", 4096, 16, 1 << 16),
                bounded(arguments, "depth", 4, 1, 8),
                arguments.flag("rewrite", true),
                arguments.real("freq_emb", 0.2),
                arguments.real("emb_scale", 10),
                bounded(arguments, "kernel_size", 8, 4, 64),
                bounded(arguments, "stride", 4, 2, 32),
                bounded(arguments, "context", 1, 0, 8),
                (residual & 1) != 0,
                (residual & 2) != 0,
                bounded(arguments, "dconv_depth", 2, -8, 8),
                arguments.real("dconv_comp", 8),
                bounded(arguments, "bottom_channels", 0, 0, MAX_WIDTH),
                TransformerArguments.read(arguments));
    }

    private static NetworkForm form(Arguments arguments) throws ModelFormatException {
        int sampleRate = bounded(arguments, "samplerate", 44_100, 1_000, 768_000);
        long segment = arguments.product("segment", 10, sampleRate);
        if (segment < 1 || segment > MAX_SEGMENT_SAMPLES) {
            throw arguments.unsupported("segment");
        }
        int channels = bounded(arguments, "audio_channels", 2, 1, 2);
        List<String> stems = arguments.names("sources");
        return new NetworkForm(sampleRate, channels, (int) segment, stems);
    }

    /** Everything that would make another network than the official ones. */
    private static void rejectOtherNetworks(Arguments arguments, HtDemucsArguments result) throws ModelFormatException {
        arguments.require("cac", true, true);
        if (arguments.read("multi_freqs") instanceof List<?> bands && !bands.isEmpty()) {
            throw arguments.unsupported("multi_freqs");
        }
        if (arguments.whole("context_enc", 0) != 0) {
            throw arguments.unsupported("context_enc");
        }
        if (arguments.whole("norm_starts", 4) < result.depth) {
            throw arguments.unsupported("norm_starts");
        }
        if (result.kernel != 2 * result.stride || result.stride % 2 != 0) {
            throw arguments.unsupported("kernel_size");
        }
        if (result.residualCompression < 1 || result.residualCompression > result.channels) {
            throw arguments.unsupported("dconv_comp");
        }
        if (result.timeChannels != result.channels) {
            throw arguments.unsupported("channels_time");
        }
        if (result.frameSamples % 8 != 0 || !result.branchesStayApart()) {
            throw arguments.unsupported("nfft");
        }
        if (result.channels(result.depth - 1) > MAX_WIDTH) {
            throw arguments.unsupported("growth");
        }
        if (result.transformerChannels() % (4 * result.transformer.heads()) != 0) {
            throw arguments.unsupported("t_heads");
        }
    }

    /** Whether every layer of the spectrogram branch has more frequencies than its kernel, all divisible by the stride. */
    private boolean branchesStayApart() {
        int frequencies = frameSamples / 2;
        for (int layer = 0; layer < depth; layer++) {
            if (frequencies <= kernel || frequencies % stride != 0) {
                return false;
            }
            frequencies /= stride;
        }
        return true;
    }

    int channels(int layer) {
        return (int) Math.min(Integer.MAX_VALUE, channels * Math.pow(growth, layer));
    }

    int transformerChannels() {
        return bottomChannels > 0 ? bottomChannels : channels(depth - 1);
    }

    int frequencies() {
        return frameSamples / 2;
    }

    int frequencies(int afterLayer) {
        return frequencies() / (int) Math.pow(stride, afterLayer + 1.0);
    }

    /** Frames of a segment's spectrogram. */
    int frames() {
        int hop = frameSamples / 4;
        return (form.segmentSamples() + hop - 1) / hop;
    }

    /** Sample frames that are left in the time branch after a number of layers. */
    int times(int layers) {
        int times = form.segmentSamples();
        for (int layer = 0; layer < layers; layer++) {
            times = (times + stride - 1) / stride;
        }
        return times;
    }

    static int bounded(Arguments arguments, String name, int byDefault, int least, int most)
            throws ModelFormatException {
        int value = arguments.whole(name, byDefault);
        if (value < least || value > most) {
            throw arguments.unsupported(name);
        }
        return value;
    }
}
