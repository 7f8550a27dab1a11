package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.melolog.worker.neural.engine.ModelFormatException;
import org.jspecify.annotations.Nullable;

/** One layer of a decoder: the encoder's output is added, convolution with a gated linear unit, residual branch, transposed convolution. */
final class DecoderLayer {
    private final boolean overFrequency;
    private final boolean last;
    private final @Nullable Convolution rewrite;
    private final @Nullable DilatedResidual residual;
    private final TransposedConvolution transposed;

    private DecoderLayer(
            boolean overFrequency,
            boolean last,
            @Nullable Convolution rewrite,
            @Nullable DilatedResidual residual,
            TransposedConvolution transposed) {
        this.overFrequency = overFrequency;
        this.last = last;
        this.rewrite = rewrite;
        this.residual = residual;
        this.transposed = transposed;
    }

    static DecoderLayer read(
            Weights weights, int inputs, int channels, boolean overFrequency, boolean last, HtDemucsArguments arguments)
            throws ModelFormatException {
        return new DecoderLayer(
                overFrequency,
                last,
                arguments.rewrite() ? rewrite(weights.in("rewrite"), inputs, overFrequency, arguments.context()) : null,
                arguments.residualInDecoder() ? DilatedResidual.read(weights.in("dconv"), inputs, arguments) : null,
                TransposedConvolution.read(weights.in("conv_tr"), inputs, channels, arguments.stride(), overFrequency));
    }

    private static Convolution rewrite(Weights weights, int channels, boolean overFrequency, int context)
            throws ModelFormatException {
        int kernel = 1 + 2 * context;
        return overFrequency
                ? Convolution.read(
                        weights, new Shape(1, 1), new Shape(context, context), 2L * channels, channels, kernel, kernel)
                : Convolution.read(weights, new Shape(1), new Shape(context), 2L * channels, channels, kernel);
    }

    /**
     * @param x freed
     * @param skip the encoder's output of the same shape; freed
     * @param length of the output along the axis of the transposed convolution
     */
    NDArray apply(NDArray x, NDArray skip, long length) {
        long batch = x.getShape().get(0);
        Flow flow = Flow.of(skip.addi(x));
        x.close();
        if (rewrite != null) {
            flow.then(rewrite::apply).then(y -> Kernels.glu(y, 1));
        }
        if (residual != null && overFrequency) {
            flow.then(FrequencyRows::of).then(residual::apply).then(y -> FrequencyRows.back(y, batch));
        } else if (residual != null) {
            flow.then(residual::apply);
        }
        flow.then(y -> transposed.apply(y, length));
        return last ? flow.value() : flow.then(Kernels::gelu).value();
    }
}
