package io.melolog.ingest.upload;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.schemas.job.StageRequest;
import io.melolog.schemas.stage.StageParameters;
import java.util.List;

/** The form field {@code transpose}: how many semitones higher than sung the score is written. Without pitch among the analyses it says nothing. */
final class Transposition {
    private static final int MOST = StageParameters.Pitch.MAX_TRANSPOSE_SEMITONES;

    private Transposition() {}

    /** @throws ProblemException {@code invalid_parameter} for anything but a whole number from -24 to 24 */
    static int parse(String text) {
        try {
            int semitones = text.isBlank() ? 0 : Integer.parseInt(text.strip());
            if (semitones >= -MOST && semitones <= MOST) {
                return semitones;
            }
        } catch (NumberFormatException e) {
            throw refused();
        }
        throw refused();
    }

    /** The requests with the score of a pitch analysis transposed. */
    static List<StageRequest> apply(int semitones, List<StageRequest> stages) {
        return stages.stream()
                .map(request -> request.parameters() instanceof StageParameters.Pitch pitch
                        ? new StageRequest(request.stage(), request.model(), pitch.transposed(semitones))
                        : request)
                .toList();
    }

    private static ProblemException refused() {
        return ProblemException.of(
                ProblemCode.INVALID_PARAMETER,
                "transpose is a whole number of semitones from -" + MOST + " to " + MOST + ".");
    }
}
