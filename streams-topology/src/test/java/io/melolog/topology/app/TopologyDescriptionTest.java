package io.melolog.topology.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.topology.ledger.LedgerSettings;
import io.melolog.topology.metric.TopologyMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TopologyDescriptionTest {
    private final String description = MelologTopology.build(
                    LedgerSettings.DEFAULT, new TopologyMeters(new SimpleMeterRegistry()))
            .describe()
            .toString();

    /** A change here changes data folders in use: it needs a migration note beside the new golden. */
    @Test
    void shouldBeTheTopologyThatDataFoldersWereMadeWith() throws Exception {
        try (InputStream golden = getClass().getResourceAsStream("/topology/melolog-topology.txt")) {
            assertThat(golden).as("the golden file").isNotNull();
            String expected = new String(golden.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(description.strip()).isEqualTo(expected.strip());
        }
    }

    @Test
    void shouldNameEveryNodeAndStore() {
        assertThat(description).doesNotContainPattern("K(STREAM|TABLE)-.*\\d");
    }
}
