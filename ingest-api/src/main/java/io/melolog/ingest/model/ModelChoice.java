package io.melolog.ingest.model;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.schemas.job.StageRequest;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which model each stage of a job uses, settled when the job is accepted: it keeps its models whatever is activated later. Thread-safe. */
public final class ModelChoice {
    private final ModelCatalogue catalogue;

    public ModelChoice(ModelCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * The form field {@code models}: a comma list of {@code name@version}, or of a bare name for its newest version.
     *
     * @return the models by their stage
     * @throws ProblemException {@code unknown_model} for what is not registered, {@code invalid_parameter} for two models of a stage
     */
    public Map<Stage, ModelRef> parse(String commaList) {
        Map<Stage, ModelRef> chosen = new EnumMap<>(Stage.class);
        if (commaList.isBlank()) {
            return chosen;
        }
        for (String name : commaList.split(",", -1)) {
            CatalogueModel model = catalogue.find(name.strip()).orElseThrow(this::unknown);
            if (chosen.put(model.stage(), model.ref()) != null) {
                throw ProblemException.of(
                        ProblemCode.INVALID_PARAMETER,
                        "models names two models of " + model.stage().id() + ".");
            }
        }
        return chosen;
    }

    /**
     * The requests, each with the model that was chosen for its stage, else with the one that is active now.
     *
     * @throws ProblemException {@code invalid_parameter} when a model was chosen for a stage that is not asked for
     */
    public List<StageRequest> apply(Map<Stage, ModelRef> chosen, List<StageRequest> stages) {
        List<Stage> asked = stages.stream().map(StageRequest::stage).toList();
        chosen.forEach((stage, model) -> {
            if (!asked.contains(stage)) {
                throw ProblemException.of(
                        ProblemCode.INVALID_PARAMETER,
                        model + " is a model of " + stage.id() + ", which is not among the analyses.");
            }
        });
        return stages.stream().map(request -> withModel(request, chosen)).toList();
    }

    private StageRequest withModel(StageRequest request, Map<Stage, ModelRef> chosen) {
        Stage stage = request.stage();
        ModelRef model = chosen.containsKey(stage)
                ? chosen.get(stage)
                : catalogue.active(stage).ref();
        return new StageRequest(stage, model, request.parameters());
    }

    private ProblemException unknown() {
        List<String> known =
                catalogue.all().stream().map(model -> model.ref().toString()).toList();
        return ProblemException.refusing(
                ProblemCode.UNKNOWN_MODEL,
                "models is a comma list of names, or of name@version, of registered models: " + String.join(", ", known)
                        + ".",
                known);
    }
}
