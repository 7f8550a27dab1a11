package io.melolog.schemas.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.schemas.job.ContentRef;
import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.job.StageRequest;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.stage.StageParameters;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkInput;
import io.melolog.schemas.work.WorkSpec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventJsonTest {
    private static final Instant AT = Instant.parse("2026-11-20T12:00:00.123Z");

    @Test
    void shouldReadBackWhatItWrote() {
        // given
        var submitted = new JobSubmitted(
                "0193",
                "default",
                "default",
                new ContentRef("ab", 12, "audio/mpeg"),
                Arrays.stream(Stage.values()).map(StageRequest::byDefault).toList(),
                Lane.INTERACTIVE,
                AT);

        // when
        byte[] json = EventJson.write(submitted);

        // then
        assertThat(EventJson.read(json, JobSubmitted.class)).isEqualTo(submitted);
        assertThat(new String(json, StandardCharsets.UTF_8))
                .contains("\"at\":\"2026-11-20T12:00:00.123Z\"")
                .contains("\"model\":\"pyin@1\"")
                .contains("\"lane\":\"interactive\"")
                .doesNotContain("eventKey");
    }

    @Test
    void shouldNameTheVariantOfASealedType() {
        // given
        JobEvent completed = new JobEvent.Completed("j", "default", 0, 7, AT);

        // when
        byte[] json = EventJson.write(completed);

        // then
        assertThat(new String(json, StandardCharsets.UTF_8)).contains("\"type\":\"completed\"");
        assertThat(EventJson.read(json, JobEvent.class)).isEqualTo(completed);
        assertThat(EventTypes.cloudEventType("audio.job.event.v1", completed))
                .isEqualTo("audio.job.event.completed.v1");
    }

    @Test
    void shouldIgnoreFieldsOfANewerWriterAndRefuseWhatIsNoEvent() {
        // given
        String newer = "{\"type\":\"completed\",\"jobId\":\"j\",\"tenant\":\"t\",\"runId\":0,\"sequence\":7,"
                + "\"at\":\"2026-11-20T12:00:00Z\",\"mood\":\"new\"}";

        // then
        assertThat(EventJson.read(newer.getBytes(StandardCharsets.UTF_8), JobEvent.class)
                        .sequence())
                .isEqualTo(7);
        for (String bad : List.of("", "null", "{", "[]", "{\"type\":\"unheard-of\"}", "{\"type\":\"completed\"}")) {
            assertThatThrownBy(() -> EventJson.read(bad.getBytes(StandardCharsets.UTF_8), JobEvent.class))
                    .as(bad)
                    .isInstanceOf(EventFormatException.class);
        }
    }

    @Test
    void shouldKeepWorkIdsForEver() {
        // given
        var spec = new WorkSpec(
                Stage.PITCH,
                1,
                new ModelRef("pyin", "1"),
                List.of(new WorkInput.Upload("00ff")),
                StageParameters.Pitch.DEFAULT,
                "default");

        // then: work that a data folder holds is found again by every later release
        assertThat(new String(EventJson.canonical(spec), StandardCharsets.UTF_8))
                .isEqualTo("{\"dedupScope\":\"default\",\"inputs\":[{\"sha256\":\"00ff\",\"type\":\"upload\"}],"
                        + "\"model\":\"pyin@1\",\"parameters\":{\"maxF0Hz\":2093.004522404789,"
                        + "\"minF0Hz\":65.40639132514966,\"stage\":\"pitch\"},\"stage\":\"pitch\",\"stageVersion\":1}");
        assertThat(spec.workId())
                .hasSize(64)
                .isEqualTo(EventJson.read(EventJson.write(spec), WorkSpec.class).workId());
    }
}
