package io.melolog.worker.lease;

import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.Lane;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The share group of one kind of slot and one lane: every worker's slots of that kind lease from it. */
record SlotGroup(Stage.Slot slot, Lane lane, List<Stage> stages) {
    SlotGroup {
        stages = List.copyOf(stages);
    }

    static SlotGroup of(Stage.Slot slot, Lane lane, Collection<Stage> stages) {
        return new SlotGroup(
                slot,
                lane,
                stages.stream().filter(stage -> stage.slot() == slot).sorted().toList());
    }

    /** Such as {@code melolog-worker-gpu-interactive}. */
    String groupId() {
        return "melolog-worker-" + lower(slot) + "-" + lower(lane);
    }

    List<String> topics() {
        return stages.stream()
                .map(stage -> Topics.requested(stage, lane).name())
                .toList();
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
