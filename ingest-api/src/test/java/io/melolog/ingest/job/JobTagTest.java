package io.melolog.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobTagTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            nullValues = "none",
            value = {
                "W/\"1.0\" | true",
                "\"1.0\" | true",
                "\"x,y\", W/\"1.0\" , \"z\" | true",
                "* | true",
                "W/\"1.1\" | false",
                "1.0 | false",
                "\"\" | false",
                "none | false",
            })
    void shouldBeComparedWeakly(String header, boolean same) {
        assertThat(JobTag.isNamedBy(header, JobTag.ofAccepted())).isEqualTo(same);
    }
}
