package io.melolog.schemas.model;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.melolog.schemas.event.Event;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The catalogue of models that are not built in. A name and version stand for the same files for ever, also after their removal. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface ModelRegistration extends Event {
    /** Its name and version. */
    ModelRef model();

    /** The stage that can use it. */
    Stage stage();

    /** The files, stored before this was written. */
    List<ModelFile> files();

    @Override
    default String eventKey() {
        return model().toString();
    }

    /**
     * Jobs may ask for it.
     *
     * @param files in the order that the format asks for
     * @param stems what it separates into, such as {@code drums, bass, other, vocals}, in the order of its output
     * @param stemWeights of a bag: how much each network counts (rows, as files) for each stem (columns); null when all count alike
     * @param quality what listeners can expect: {@code preview}, {@code full} or {@code unknown}
     * @param licence of the weights, as an SPDX expression or in words; null when nobody said
     * @param source where the files came from, an address; null for files from a disk
     */
    @JsonTypeName("added")
    record Added(
            ModelRef model,
            Stage stage,
            ModelFormat format,
            List<ModelFile> files,
            List<String> stems,
            @Nullable List<List<Double>> stemWeights,
            String quality,
            @Nullable String licence,
            @Nullable String source,
            Instant at)
            implements ModelRegistration {
        public Added {
            files = List.copyOf(files);
            stems = List.copyOf(stems);
            stemWeights = stemWeights == null
                    ? null
                    : stemWeights.stream().map(List::copyOf).toList();
        }

        @Override
        public String eventId() {
            return model + ":added:" + at.toEpochMilli();
        }
    }

    /** No new job may ask for it; its results stay. */
    @JsonTypeName("removed")
    record Removed(ModelRef model, Stage stage, List<ModelFile> files, Instant at) implements ModelRegistration {
        public Removed {
            files = List.copyOf(files);
        }

        @Override
        public String eventId() {
            return model + ":removed:" + at.toEpochMilli();
        }
    }
}
