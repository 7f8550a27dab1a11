package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.melolog.worker.neural.engine.ModelFormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * The residual branch of a layer (Défossez 2021, section 3): dilated convolutions over time on few channels, each added to what
 * came in. One layer: convolution of three taps to the few channels, normalisation over all channels and times, GELU, 1x1
 * convolution to twice the channels, normalisation, gated linear unit, scale per channel.
 *
 * <p>The taps are one matrix product of which the few channels are shifted and added. The second normalisation never sees the wide
 * tensor: its mean and variance follow from those of the few channels and the matrix, and then belong to that matrix. The
 * scale belongs to the first half of the second normalisation.
 */
final class DilatedResidual {
    private static final int TAPS = 3;
    private static final float EPSILON = 1e-5f;

    private final List<Layer> layers;

    private DilatedResidual(List<Layer> layers) {
        this.layers = layers;
    }

    static DilatedResidual read(Weights weights, int channels, HtDemucsArguments arguments)
            throws ModelFormatException {
        List<Layer> layers = new ArrayList<>();
        int hidden = (int) (channels / arguments.residualCompression());
        for (int depth = 0; depth < Math.abs(arguments.residualDepth()); depth++) {
            int dilation = arguments.residualDepth() > 0 ? 1 << depth : 1;
            layers.add(Layer.read(weights.in("layers").in(Integer.toString(depth)), channels, hidden, dilation));
        }
        return new DilatedResidual(layers);
    }

    /** Adds the branch to {@code x} ({@code rows x channels x times}), which it changes and returns. */
    NDArray apply(NDArray x) {
        for (Layer layer : layers) {
            try (NDArray branch = layer.apply(x)) {
                x.addi(branch);
            }
        }
        return x;
    }

    /** Weights have a leading dimension of 1 for the rows; those of normalisations are float32 in any precision. */
    private record Layer(
            int dilation,
            int hidden,
            NDArray taps,
            NDArray tapBias,
            Norm first,
            NDArray spread,
            NDArray spreadBias,
            Norm second) {
        static Layer read(Weights weights, int channels, int hidden, int dilation) throws ModelFormatException {
            float[] taps = weights.values("0.weight", hidden, channels, TAPS);
            float[] byTap = new float[taps.length];
            for (int row = 0; row < hidden * channels; row++) {
                for (int tap = 0; tap < TAPS; tap++) {
                    byTap[tap * hidden * channels + row] = taps[row * TAPS + tap];
                }
            }
            Weights exact = new Weights(weights.state(), weights.manager(), DataType.FLOAT32, weights.prefix());
            int wide = 2 * channels;
            float[] scale = weights.values("6.scale", channels);
            return new Layer(
                    dilation,
                    hidden,
                    weights.onDevice(byTap, TAPS * hidden, channels, 1),
                    exact.onDevice(exact.values("0.bias", hidden), 1, hidden, 1),
                    Norm.read(exact, "1", hidden, new float[0]),
                    exact.onDevice(exact.values("3.weight", wide, hidden, 1), 1, wide, hidden),
                    exact.onDevice(exact.values("3.bias", wide), 1, wide, 1),
                    Norm.read(exact, "4", wide, scale));
        }

        NDArray apply(NDArray x) {
            NDManager outer = x.getManager();
            try (NDManager scope = outer.newSubManager()) {
                NDArray narrow = normalized(tapped(x, scope));
                NDArray branch = spread(narrow, x.getDataType());
                branch.attach(outer);
                return branch;
            }
        }

        /** The dilated convolution, {@code rows x hidden x times}, in float32. */
        private NDArray tapped(NDArray x, NDManager scope) {
            Shape one = new Shape(1);
            NDArray products = Kernels.convolve(x, taps, null, one, new Shape(0), one);
            products.attach(scope);
            products = Kernels.inPrecision(products, DataType.FLOAT32);
            long times = x.getShape().get(2);
            NDArray sum = Kernels.slice(products, 1, hidden, 2L * hidden).add(tapBias);
            if (times > dilation) {
                NDArray earlier = Kernels.slice(products, 1, 0, hidden);
                NDArray later = Kernels.slice(products, 1, 2L * hidden, 3L * hidden);
                Kernels.slice(sum, 2, dilation, times).addi(Kernels.slice(earlier, 2, 0, times - dilation));
                Kernels.slice(sum, 2, 0, times - dilation).addi(Kernels.slice(later, 2, dilation, times));
            }
            return sum;
        }

        private NDArray normalized(NDArray x) {
            NDArray flat = x.reshape(x.getShape().get(0), -1);
            flat.subi(flat.mean(new int[] {1}, true));
            NDArray variance = flat.square().mean(new int[] {1}, true).reshape(-1, 1, 1);
            NDArray gain = inverseRoot(variance).mul(first.gain);
            return Kernels.gelu(x.muli(gain).addi(first.offset));
        }

        /** 1x1 convolution, normalisation and gate of {@code rows x hidden x times}. */
        private NDArray spread(NDArray x, DataType precision) {
            long rows = x.getShape().get(0);
            long times = x.getShape().get(2);
            NDArray means = x.mean(new int[] {2}, true);
            x.subi(means);
            NDArray matrix = spread.broadcast(rows, spread.getShape().get(1), hidden);
            matrix.attach(x.getManager());
            NDArray covariance = x.batchMatMul(x.transpose(0, 2, 1)).divi(times);
            NDArray wideMeans = matrix.batchMatMul(means).addi(spreadBias);
            NDArray centered = wideMeans.sub(wideMeans.mean(new int[] {1}, true));
            NDArray power = matrix.batchMatMul(covariance).muli(matrix).sum(new int[] {2}, true);
            NDArray variance = power.addi(centered.square()).mean(new int[] {1}, true);
            NDArray gain = inverseRoot(variance).mul(second.gain);
            NDArray offset = centered.muli(gain).addi(second.offset);
            NDArray map = NDArrays.concat(new NDList(matrix.mul(gain), offset), 2);
            NDArray ones = x.getManager().ones(new Shape(rows, 1, times));
            NDArray inputs = NDArrays.concat(new NDList(x, ones), 1);
            NDArray wide = Kernels.inPrecision(map, precision).batchMatMul(Kernels.inPrecision(inputs, precision));
            try (wide) {
                return Kernels.glu(wide, 1);
            }
        }

        private static NDArray inverseRoot(NDArray variance) {
            NDArray root = variance.addi(EPSILON).sqrt();
            return root.onesLike().divi(root);
        }
    }

    private record Norm(NDArray gain, NDArray offset) {
        /** @param scale of the first channels, on top of the normalisation's own */
        static Norm read(Weights weights, String name, int channels, float[] scale) throws ModelFormatException {
            float[] gain = weights.values(name + ".weight", channels).clone();
            float[] offset = weights.values(name + ".bias", channels).clone();
            for (int channel = 0; channel < scale.length; channel++) {
                gain[channel] *= scale[channel];
                offset[channel] *= scale[channel];
            }
            return new Norm(weights.onDevice(gain, 1, channels, 1), weights.onDevice(offset, 1, channels, 1));
        }
    }
}
