package io.melolog.ingest.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.ingest.problem.ProblemGuide.ProblemType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemGuideTest {
    @Test
    void shouldExplainEveryCodeAndNothingElse() {
        assertThat(ProblemGuide.all().keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ProblemCode.values())
                        .map(ProblemCode::code)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayWhatHappenedAndWhatToDo(ProblemCode code) {
        // when
        ProblemType type = ProblemGuide.of(code);

        // then
        assertThat(type.meaning()).endsWith(".");
        assertThat(type.remedy()).endsWith(".");
        assertThat(type.type()).isEqualTo("/problems/" + code.code());
        assertThat(ProblemCode.find(code.code())).contains(code);
        // what is over in a moment is worth another try, and what is the sender's is not
        assertThat(code.status() < 500 || type.retryable()).isTrue();
    }

    @Test
    void shouldWriteTextAsTextIntoPages() {
        // given
        ProblemType type = new ProblemType("/problems/x", "x", "<b>", 400, "a < b & c", "\"do\"", false, "<i>");

        // then
        assertThat(ProblemPages.of(type))
                .contains("&lt;b&gt;", "a &lt; b &amp; c", "&lt;i&gt;")
                .doesNotContain("<b>", "<i>");
    }
}
