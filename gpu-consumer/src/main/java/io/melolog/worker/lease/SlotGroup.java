package io.melolog.worker.lease;

import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.Lane;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The share group of one stage and lane: every worker's slots of that stage lease from it, one topic of one partition. A group over several
 * partitions would give each to one member while members are fewer, and whatever waits behind a long work would wait although other slots are free.
 */
record SlotGroup(Stage stage, Lane lane) {
    /** Of every stage in both lanes. */
    static List<SlotGroup> of(Collection<Stage> stages) {
        return stages.stream()
                .flatMap(stage -> List.of(Lane.values()).stream().map(lane -> new SlotGroup(stage, lane)))
                .toList();
    }

    /** Such as {@code melolog-worker-separation-interactive}. */
    String groupId() {
        return "melolog-worker-" + stage.id() + "-" + lane.name().toLowerCase(Locale.ROOT);
    }

    String topic() {
        return Topics.requested(stage, lane).name();
    }
}
