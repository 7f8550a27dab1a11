package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import io.melolog.worker.neural.engine.ModelFormatException;
import org.jspecify.annotations.Nullable;

/**
 * One layer of one branch: attention to the branch itself or to the other, then a feed-forward part, each normalised before and added
 * to what came in; at the end a normalisation of everything.
 *
 * @param contextNorm of the other branch's tokens; null where the branch attends to itself
 */
record TransformerLayer(
        LayerNormalization norm,
        @Nullable LayerNormalization contextNorm,
        Attention attention,
        LayerNormalization forwardNorm,
        Linear widen,
        Linear narrow,
        @Nullable LayerNormalization outputNorm,
        boolean gelu) {

    static TransformerLayer read(Weights weights, int channels, boolean cross, TransformerArguments arguments)
            throws ModelFormatException {
        int hidden = (int) (channels * arguments.hiddenScale());
        float[] first = arguments.scalesLayers() ? weights.values("gamma_1.scale", channels) : new float[0];
        float[] second = arguments.scalesLayers() ? weights.values("gamma_2.scale", channels) : new float[0];
        return new TransformerLayer(
                LayerNormalization.read(weights.in("norm1"), channels),
                cross ? LayerNormalization.read(weights.in("norm2"), channels) : null,
                Attention.read(weights.in(cross ? "cross_attn" : "self_attn"), channels, arguments.heads(), first),
                LayerNormalization.read(weights.in(cross ? "norm3" : "norm2"), channels),
                Linear.read(weights.in("linear1"), hidden, channels, new float[0]),
                Linear.read(weights.in("linear2"), channels, hidden, second),
                arguments.normalizesOutput() ? LayerNormalization.read(weights.in("norm_out"), channels) : null,
                arguments.gelu());
    }

    /**
     * @param x {@code batch x length x channels}; stays as it is
     * @param other branch, for layers that attend to it
     */
    NDArray apply(NDArray x, NDArray other) {
        NDArray attended = attended(x, other).addi(x);
        NDArray forward = Flow.of(forwardNorm.tokens(attended))
                .then(widen::apply)
                .then(gelu ? Kernels::gelu : Kernels::relu)
                .then(narrow::apply)
                .value();
        attended.addi(forward);
        forward.close();
        return outputNorm == null
                ? attended
                : Flow.of(attended).then(outputNorm::items).value();
    }

    private NDArray attended(NDArray x, NDArray other) {
        try (NDArray queries = norm.tokens(x)) {
            if (contextNorm == null) {
                return attention.apply(queries, queries);
            }
            try (NDArray context = contextNorm.tokens(other)) {
                return attention.apply(queries, context);
            }
        }
    }
}
