package io.melolog.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.standalone.server.ServerSettings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataOptionTest {
    @Test
    void shouldKeepDataBesideTheLauncherUnlessToldOtherwise() {
        assertThat(DataOption.byDefault(Map.of(), "/opt/melolog")).isEqualTo(Path.of("/opt/melolog/data"));
        assertThat(DataOption.byDefault(Map.of("MELOLOG_DATA", " "), "/opt/melolog"))
                .isEqualTo(Path.of("/opt/melolog/data"));
        assertThat(DataOption.byDefault(Map.of("MELOLOG_DATA", "/srv/m"), "/opt/melolog"))
                .isEqualTo(Path.of("/srv/m"));
    }

    @Test
    void shouldRefuseWhatIsNoPort() {
        assertThatThrownBy(() -> new ServerSettings(Path.of("data"), 65_536, 0, 0))
                .hasMessageContaining("--port")
                .hasMessageContaining("65536");
    }
}
