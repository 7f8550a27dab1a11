package io.melolog.ingest.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.model.BuiltInModel;
import io.melolog.schemas.model.ModelActivated;
import io.melolog.schemas.model.ModelFormat;
import io.melolog.schemas.model.ModelRegistration.Added;
import io.melolog.schemas.model.ModelRegistration.Removed;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelSetTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final ModelRef REF = ModelRef.parse("net@1");

    @ParameterizedTest
    @EnumSource
    void shouldAlwaysHaveTheBuiltInModels(BuiltInModel builtIn) {
        // when
        ModelSet models = ModelSet.EMPTY;

        // then
        assertThat(models.find(builtIn.ref())).isPresent();
        assertThat(models.newest(builtIn.ref().name())).isEqualTo(models.find(builtIn.ref()));
        assertThat(models.active(builtIn.stage()).ref())
                .isEqualTo(builtIn.stage().defaultModel());
    }

    @Test
    void shouldHaveOneEndWhateverIsReadTwice() {
        // given
        Added added = added("net@1", "aa", 0);
        ModelSet once = ModelSet.EMPTY.with(added).with(removed("net@1", "aa"));

        // when
        ModelSet twice = once.with(added).with(removed("net@1", "aa"));

        // then
        assertThat(once.find(REF)).isEmpty();
        assertThat(twice.find(REF)).isEmpty();
        assertThat(twice.all()).isEqualTo(once.all());
    }

    @Test
    void shouldKeepAVersionForItsFirstFiles() {
        // given
        ModelSet models = ModelSet.EMPTY.with(added("net@1", "aa", 0));

        // when
        ModelSet other = models.with(added("net@1", "bb", 1));
        ModelSet afterRemoval = models.with(removed("net@1", "aa")).with(added("net@1", "bb", 1));
        ModelSet again = models.with(removed("net@1", "aa")).with(added("net@1", "aa", 1));

        // then
        assertThat(other.uses("aa")).isTrue();
        assertThat(other.uses("bb")).isFalse();
        assertThat(afterRemoval.find(REF)).isEmpty();
        assertThat(again.find(REF)).isPresent();
    }

    @Test
    void shouldTakeTheVersionThatWasRegisteredLast() {
        // given
        ModelSet models = ModelSet.EMPTY.with(added("net@9", "aa", 0)).with(added("net@1", "bb", 5));

        // when
        ModelSet withoutNewest = models.with(removed("net@1", "bb"));

        // then
        assertThat(models.newest("net").orElseThrow().ref()).hasToString("net@1");
        assertThat(withoutNewest.newest("net").orElseThrow().ref()).hasToString("net@9");
        assertThat(models.newest("ne")).isEmpty();
    }

    @Test
    void shouldFallBackToTheDefaultWhenTheActiveModelIsGone() {
        // given
        ModelSet active =
                ModelSet.EMPTY.with(added("net@1", "aa", 0)).with(new ModelActivated(Stage.SEPARATION, REF, NOON));

        // when
        ModelSet gone = active.with(removed("net@1", "aa"));

        // then
        assertThat(active.active(Stage.SEPARATION).ref()).isEqualTo(REF);
        assertThat(gone.active(Stage.SEPARATION).ref()).isEqualTo(Stage.SEPARATION.defaultModel());
    }

    private static Added added(String ref, String sha256, int second) {
        return new Added(
                ModelRef.parse(ref),
                Stage.SEPARATION,
                ModelFormat.HTDEMUCS,
                List.of(ModelManifest.file("net.th", 3, sha256)),
                List.of("other", "vocals"),
                null,
                "full",
                null,
                null,
                NOON.plusSeconds(second));
    }

    private static Removed removed(String ref, String sha256) {
        return new Removed(
                ModelRef.parse(ref), Stage.SEPARATION, List.of(ModelManifest.file("net.th", 3, sha256)), NOON);
    }
}
