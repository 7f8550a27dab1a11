package io.melolog.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.ingest.problem.ProblemException;
import io.melolog.schemas.job.JobStatus.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListQueryTest {
    private static final String ID = "01890a5d-ac96-774b-bcce-b302099a8057";

    @Test
    void shouldListTwentyOfAllWithoutNotesWhenNothingIsSaid() {
        assertThat(ListQuery.parse(null, null, null, null)).isEqualTo(new ListQuery(null, 20, null, false));
    }

    @Test
    void shouldReadBackItsOwnCursor() {
        // when
        ListQuery query = ListQuery.parse("failed", "100", ListQuery.cursorAfter(ID), "notes");

        // then
        assertThat(query).isEqualTo(new ListQuery(State.FAILED, 100, ID, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "!!!", "MDE4OTBhNWQ", "bm90IGFuIGlkIGF0IGFsbCwgYnV0IGxvbmcgZW5vdWdo"})
    void shouldRefuseForgedCursors(String cursor) {
        assertThatThrownBy(() -> ListQuery.parse(null, null, cursor, null)).isInstanceOf(ProblemException.class);
    }
}
