package io.melolog.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.view.JobFilter;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.stage.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListQueryTest {
    private static final String ID = "01890a5d-ac96-774b-bcce-b302099a8057";
    private static final JobFilter ALL = new JobFilter("t", null, null, null, null, null);

    @Test
    void shouldListTwentyOfAllWithoutNotesWhenNothingIsSaid() {
        assertThat(parse(null, null)).isEqualTo(new ListQuery(ALL, 20, null, false));
    }

    @Test
    void shouldReadEveryFilter() {
        // when
        ListQuery query = ListQuery.parse(
                "t",
                new ListQuery.Parameters(
                        "failed",
                        "ab".repeat(32),
                        "pitch",
                        "2026-11-20T12:00:00Z",
                        "2026-11-20T15:00:00+02:00",
                        "100",
                        null,
                        "notes"));

        // then
        assertThat(query)
                .isEqualTo(new ListQuery(
                        new JobFilter(
                                "t",
                                State.FAILED,
                                "ab".repeat(32),
                                Stage.PITCH,
                                Instant.parse("2026-11-20T12:00:00Z"),
                                Instant.parse("2026-11-20T13:00:00Z")),
                        100,
                        null,
                        true));
    }

    @Test
    void shouldReadBackItsOwnCursor() {
        // given
        String cursor = parse("failed", null).cursorAfter(ID);

        // then
        assertThat(parse("failed", cursor).olderThan()).isEqualTo(ID);
    }

    @Test
    void shouldRefuseACursorOfAnotherList() {
        // given
        String cursor = parse("failed", null).cursorAfter(ID);

        // then
        assertThatThrownBy(() -> parse(null, cursor)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> parse("completed", cursor)).isInstanceOf(ProblemException.class);
    }

    @Test
    void shouldRefuseACursorOfWhichAnyCharacterWasChanged() {
        // given
        String cursor = parse(null, null).cursorAfter(ID);

        // then
        for (int i = 0; i < cursor.length(); i++) {
            String changed = cursor.substring(0, i) + (cursor.charAt(i) == 'A' ? 'B' : 'A') + cursor.substring(i + 1);
            assertThatThrownBy(() -> parse(null, changed)).as(changed).isInstanceOf(ProblemException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "!!!", "MDE4OTBhNWQ", "bm90IGFuIGlkIGF0IGFsbCwgYnV0IGxvbmcgZW5vdWdo", "-", "===="})
    void shouldRefuseForgedCursors(String cursor) {
        assertThatThrownBy(() -> parse(null, cursor)).isInstanceOf(ProblemException.class);
    }

    @Test
    void shouldRefuseABareId() {
        // given
        String bare = Base64.getUrlEncoder().encodeToString(ID.getBytes(StandardCharsets.UTF_8));

        // then
        assertThatThrownBy(() -> parse(null, bare)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @CsvSource({"AB, , ", "zz, , ", ", mix, ", ", , yesterday", ", , 2026-11-20", ", , 2026-11-20T12:00:00"})
    void shouldRefuseFiltersThatMeanNothing(String content, String analysis, String from) {
        assertThatThrownBy(() -> ListQuery.parse(
                        "t", new ListQuery.Parameters(null, content, analysis, from, null, null, null, null)))
                .isInstanceOf(ProblemException.class);
    }

    private static ListQuery parse(@Nullable String status, @Nullable String cursor) {
        return ListQuery.parse("t", new ListQuery.Parameters(status, null, null, null, null, null, cursor, null));
    }
}
