package io.melolog.worker.neural.segment;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * What {@code separate_tensor} and {@code apply_model} of Demucs compute, over a whole recording in memory, in double precision: {@code split},
 * {@code overlap=0.25}, {@code transition_power=1}. Arrays are {@code [channel][sample]} and {@code [stem][channel][sample]}.
 */
final class ApplyReference {
    private final int segmentSamples;
    private final int stems;
    private final UnaryOperator<float[]> network;

    ApplyReference(int segmentSamples, int stems, UnaryOperator<float[]> network) {
        this.segmentSamples = segmentSamples;
        this.stems = stems;
        this.network = network;
    }

    double[][][] separate(float[][] mix, int sampleRateHz, int... offsets) {
        int length = mix[0].length;
        double[] mono = new double[length];
        for (float[] channel : mix) {
            for (int i = 0; i < length; i++) {
                mono[i] += channel[i] / (double) mix.length;
            }
        }
        double mean = Arrays.stream(mono).average().orElse(0);
        double squares = Arrays.stream(mono).map(m -> (m - mean) * (m - mean)).sum();
        double deviation = (length < 2 ? 0 : Math.sqrt(squares / (length - 1))) + 1e-8;
        double[][] normalised = new double[mix.length][length];
        for (int c = 0; c < mix.length; c++) {
            for (int i = 0; i < length; i++) {
                normalised[c][i] = (mix[c][i] - mean) / deviation;
            }
        }
        double[][][] out = shifted(normalised, sampleRateHz / 2, offsets);
        for (double[][] stem : out) {
            for (double[] channel : stem) {
                for (int i = 0; i < length; i++) {
                    channel[i] = channel[i] * deviation + mean;
                }
            }
        }
        return out;
    }

    private double[][][] shifted(double[][] mix, int maxShift, int... offsets) {
        int length = mix[0].length;
        if (offsets.length == 0) {
            return split(new Chunk(mix, 0, length));
        }
        double[][] padded = new Chunk(mix, 0, length).padded(length + 2 * maxShift);
        double[][][] out = new double[stems][mix.length][length];
        for (int offset : offsets) {
            double[][][] one = split(new Chunk(padded, offset, length + maxShift - offset));
            for (int s = 0; s < stems; s++) {
                for (int c = 0; c < mix.length; c++) {
                    for (int i = 0; i < length; i++) {
                        out[s][c][i] += one[s][c][maxShift - offset + i] / offsets.length;
                    }
                }
            }
        }
        return out;
    }

    private double[][][] split(Chunk mix) {
        int channels = mix.tensor().length;
        double[][][] out = new double[stems][channels][mix.length()];
        double[] weights = new double[mix.length()];
        int stride = (int) (0.75 * segmentSamples);
        for (int offset = 0; offset < mix.length(); offset += stride) {
            Chunk chunk = mix.part(offset, segmentSamples);
            double[][] padded = chunk.padded(segmentSamples);
            float[] result = network.apply(flat(padded));
            int trim = (segmentSamples - chunk.length()) / 2;
            for (int i = 0; i < chunk.length(); i++) {
                double weight = Math.min(i + 1, segmentSamples - i);
                weights[offset + i] += weight;
                for (int s = 0; s < stems; s++) {
                    for (int c = 0; c < channels; c++) {
                        out[s][c][offset + i] += weight * result[(s * channels + c) * segmentSamples + trim + i];
                    }
                }
            }
        }
        for (double[][] stem : out) {
            for (double[] channel : stem) {
                for (int i = 0; i < weights.length; i++) {
                    channel[i] /= weights[i];
                }
            }
        }
        return out;
    }

    private float[] flat(double[][] planes) {
        float[] flat = new float[planes.length * segmentSamples];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) planes[i / segmentSamples][i % segmentSamples];
        }
        return flat;
    }

    private record Chunk(double[][] tensor, int offset, int length) {
        Chunk part(int from, int most) {
            return new Chunk(tensor, offset + from, Math.min(length - from, most));
        }

        double[][] padded(int target) {
            int start = offset - (target - length) / 2;
            double[][] out = new double[tensor.length][target];
            for (int c = 0; c < tensor.length; c++) {
                for (int i = 0; i < target; i++) {
                    boolean inside = start + i >= 0 && start + i < tensor[c].length;
                    out[c][i] = inside ? tensor[c][start + i] : 0;
                }
            }
            return out;
        }
    }
}
