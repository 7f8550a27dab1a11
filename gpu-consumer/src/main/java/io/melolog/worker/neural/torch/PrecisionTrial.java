package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkForm;
import io.melolog.worker.neural.engine.Precision;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads a network in the precision to use: tries half precision on a test segment where the choice is left to it. */
final class PrecisionTrial {
    private static final Logger LOG = LoggerFactory.getLogger(PrecisionTrial.class);

    private static final double LEAST_AGREEMENT_DB = 50;
    private static final float LEVEL = 0.1f;
    private static final long SEED = 4;

    private PrecisionTrial() {}

    /** Loads one network in a precision, each time with a manager of its own. */
    interface Loader {
        TorchNetwork load(DataType precision) throws ModelFormatException;
    }

    static TorchNetwork load(Loader loader, Precision choice, boolean gpu, NDManager manager)
            throws ModelFormatException {
        if (!gpu || choice == Precision.FLOAT32) {
            return loader.load(DataType.FLOAT32);
        }
        if (choice == Precision.HALF) {
            return loader.load(DataType.FLOAT16);
        }
        TorchNetwork exact = loader.load(DataType.FLOAT32);
        TorchNetwork half = exact;
        try {
            half = loader.load(DataType.FLOAT16);
            double agreementDb = agreementDb(answer(exact, manager), answer(half, manager));
            LOG.atInfo().addKeyValue("agreementDb", agreementDb).log("Tried half precision");
            TorchNetwork chosen = agreementDb >= LEAST_AGREEMENT_DB ? half : exact;
            (chosen == half ? exact : half).close();
            return chosen;
        } catch (RuntimeException e) {
            if (half != exact) {
                half.close();
            }
            if (TorchFailures.isNoRoom(e)) {
                exact.close();
                throw e;
            }
            LOG.atWarn().setCause(e).log("Half precision does not work for this network");
            return exact;
        }
    }

    private static float[] answer(TorchNetwork network, NDManager manager) {
        NetworkForm form = network.form();
        Random random = new Random(SEED);
        float[] segment = new float[form.channels() * form.segmentSamples()];
        for (int sample = 0; sample < segment.length; sample++) {
            segment[sample] = LEVEL * (float) random.nextGaussian();
        }
        try (NDManager scope = manager.newSubManager();
                NDArray stems = network.separate(segment, 1, scope)) {
            return stems.toFloatArray();
        }
    }

    /** How far the difference lies below the first; not a number counts as disagreement. */
    static double agreementDb(float[] exact, float[] other) {
        double power = 0;
        double error = 0;
        for (int sample = 0; sample < exact.length; sample++) {
            double difference = (double) other[sample] - exact[sample];
            power += (double) exact[sample] * exact[sample];
            error += difference * difference;
        }
        double ratioDb = 10 * Math.log10(power / error);
        return Double.isNaN(ratioDb) && error != 0 ? Double.NEGATIVE_INFINITY : ratioDb;
    }
}
