package io.melolog.ingest.upload;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.schemas.job.StageRequest;
import io.melolog.schemas.model.BuiltInModel;
import io.melolog.schemas.stage.StageParameters.Separation;
import java.util.List;

/**
 * The form fields {@code shifts} and {@code seed}: how many randomly shifted passes of a separation network are averaged, and the seed of the
 * shifts. They say nothing to the built-in separators, whose work stays the same work.
 */
record SeparationOptions(int shifts, long seed) {
    static final SeparationOptions NONE = new SeparationOptions(0, 0);

    /** @throws ProblemException {@code invalid_parameter} for anything but a whole number from 0 to 10 */
    SeparationOptions withShifts(String text) {
        try {
            int parsed = text.isBlank() ? 0 : Integer.parseInt(text.strip());
            if (parsed >= 0 && parsed <= Separation.MAX_SHIFTS) {
                return new SeparationOptions(parsed, seed);
            }
        } catch (NumberFormatException e) {
            throw refused("shifts is a whole number from 0 to " + Separation.MAX_SHIFTS + ".");
        }
        throw refused("shifts is a whole number from 0 to " + Separation.MAX_SHIFTS + ".");
    }

    /** @throws ProblemException {@code invalid_parameter} for anything but a whole number of 64 bits */
    SeparationOptions withSeed(String text) {
        try {
            return new SeparationOptions(shifts, text.isBlank() ? 0 : Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            throw refused("seed is a whole number of 64 bits.");
        }
    }

    /** The requests with these options where a network separates. */
    List<StageRequest> apply(List<StageRequest> stages) {
        return stages.stream().map(this::apply).toList();
    }

    private StageRequest apply(StageRequest request) {
        boolean network = request.parameters() instanceof Separation
                && BuiltInModel.find(request.model()).isEmpty();
        return network ? new StageRequest(request.stage(), request.model(), new Separation(shifts, seed)) : request;
    }

    private static ProblemException refused(String detail) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail);
    }
}
