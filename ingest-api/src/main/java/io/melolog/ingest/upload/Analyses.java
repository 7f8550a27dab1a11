package io.melolog.ingest.upload;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.schemas.job.StageRequest;
import io.melolog.schemas.stage.Stage;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/** The form field {@code analyses}: a comma list of stages. */
final class Analyses {
    private Analyses() {}

    /** What a submission asks for that names none. */
    static List<StageRequest> byDefault() {
        return requests(EnumSet.allOf(Stage.class));
    }

    /** @throws ProblemException {@code unknown_analysis} for anything that is not a stage */
    static List<StageRequest> parse(String commaList) {
        if (commaList.isBlank()) {
            return byDefault();
        }
        EnumSet<Stage> stages = EnumSet.noneOf(Stage.class);
        for (String name : commaList.split(",", -1)) {
            stages.add(Stage.find(name.strip()).orElseThrow(Analyses::unknown));
        }
        return requests(stages);
    }

    private static List<StageRequest> requests(EnumSet<Stage> stages) {
        return stages.stream().map(StageRequest::byDefault).toList();
    }

    private static ProblemException unknown() {
        List<String> known = Arrays.stream(Stage.values()).map(Stage::id).toList();
        return ProblemException.refusing(
                ProblemCode.UNKNOWN_ANALYSIS, "analyses is a comma list of " + String.join(", ", known) + ".", known);
    }
}
