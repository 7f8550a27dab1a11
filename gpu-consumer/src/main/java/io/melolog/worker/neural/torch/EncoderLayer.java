package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.melolog.worker.neural.engine.ModelFormatException;
import org.jspecify.annotations.Nullable;

/** One layer of an encoder: strided convolution, GELU, residual branch over time, 1x1 convolution with a gated linear unit. */
final class EncoderLayer {
    private final boolean overFrequency;
    private final int stride;
    private final Convolution convolution;
    private final @Nullable DilatedResidual residual;
    private final @Nullable Convolution rewrite;

    private EncoderLayer(
            boolean overFrequency,
            int stride,
            Convolution convolution,
            @Nullable DilatedResidual residual,
            @Nullable Convolution rewrite) {
        this.overFrequency = overFrequency;
        this.stride = stride;
        this.convolution = convolution;
        this.residual = residual;
        this.rewrite = rewrite;
    }

    static EncoderLayer read(
            Weights weights, int inputs, int channels, boolean overFrequency, HtDemucsArguments arguments)
            throws ModelFormatException {
        int kernel = arguments.kernel();
        int stride = arguments.stride();
        Weights convolution = weights.in("conv");
        return new EncoderLayer(
                overFrequency,
                stride,
                overFrequency
                        ? Convolution.read(
                                convolution,
                                new Shape(stride, 1),
                                new Shape(kernel / 4, 0),
                                channels,
                                inputs,
                                kernel,
                                1)
                        : Convolution.read(
                                convolution, new Shape(stride), new Shape(kernel / 4), channels, inputs, kernel),
                arguments.residualInEncoder() ? DilatedResidual.read(weights.in("dconv"), channels, arguments) : null,
                arguments.rewrite() ? rewrite(weights.in("rewrite"), channels, overFrequency) : null);
    }

    /** A 1x1 convolution is the same for every frequency, so that it may work on rows of time. */
    private static Convolution rewrite(Weights weights, int channels, boolean overFrequency)
            throws ModelFormatException {
        float[] matrix = overFrequency
                ? weights.values("weight", 2L * channels, channels, 1, 1)
                : weights.values("weight", 2L * channels, channels, 1);
        Shape one = new Shape(1);
        return new Convolution(
                weights.onDevice(matrix, 2L * channels, channels, 1),
                weights.tensor("bias", 2L * channels),
                one,
                new Shape(0),
                one);
    }

    /** @param x {@code batch x inputs x times}, or {@code batch x inputs x frequencies x times}; stays as it is */
    NDArray apply(NDArray x) {
        return overFrequency ? frequencies(x) : times(x);
    }

    private NDArray times(NDArray x) {
        long rest = x.getShape().get(2) % stride;
        Flow flow = rest == 0
                ? Flow.of(convolution.apply(x))
                : Flow.of(Kernels.padEnd(x, stride - rest)).then(convolution::apply);
        return rows(flow.then(Kernels::gelu)).value();
    }

    private NDArray frequencies(NDArray x) {
        Flow flow = Flow.of(convolution.apply(x)).then(Kernels::gelu);
        Shape shape = flow.value().getShape();
        return rows(flow.then(y -> FrequencyRows.of(y)))
                .then(y -> FrequencyRows.back(y, shape.get(0)))
                .value();
    }

    private Flow rows(Flow flow) {
        if (residual != null) {
            flow.then(residual::apply);
        }
        if (rewrite != null) {
            flow.then(rewrite::apply).then(y -> Kernels.glu(y, 1));
        }
        return flow;
    }
}
