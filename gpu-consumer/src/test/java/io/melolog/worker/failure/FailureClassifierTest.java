package io.melolog.worker.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.work.Failure;
import io.melolog.schemas.work.FailureCode;
import io.melolog.worker.storage.ObjectMissingException;
import io.melolog.worker.storage.StorageUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureClassifierTest {
    private final FailureClassifier classifier = new FailureClassifier();

    static Stream<Arguments> known() {
        return Stream.of(
                Arguments.of(new ObjectMissingException("originals/default/1"), FailureCode.INPUT_MISSING, false),
                Arguments.of(
                        new StorageUnavailableException("The object storage did not answer.", null),
                        FailureCode.STORAGE_UNAVAILABLE,
                        true),
                Arguments.of(new OutOfMemoryError("Java heap space"), FailureCode.OUT_OF_MEMORY, true),
                Arguments.of(
                        new WorkRefusedException(FailureCode.MODEL_UNAVAILABLE, "This worker cannot run x@1."),
                        FailureCode.MODEL_UNAVAILABLE,
                        false),
                Arguments.of(
                        new UncheckedIOException(new IOException("/data/x: No space left on device")),
                        FailureCode.INTERNAL_ERROR,
                        true),
                Arguments.of(
                        new ExecutionException(new OutOfMemoryError("Java heap space")),
                        FailureCode.OUT_OF_MEMORY,
                        true),
                Arguments.of(new IllegalStateException("/data/secret"), FailureCode.INTERNAL_ERROR, true));
    }

    @ParameterizedTest
    @MethodSource("known")
    void shouldTellPeopleWhatHappenedAndTheLedgerWhetherToTryAgain(
            Throwable thrown, FailureCode code, boolean retryable) {
        // when
        Failure failure = classifier.classify(thrown).toFailure();

        // then
        assertThat(failure.code()).isEqualTo(code.code());
        assertThat(failure.retryable()).isEqualTo(retryable);
        assertThat(failure.detail()).endsWith(".").doesNotContain("/data").doesNotContain("\n");
    }

    @Test
    void shouldKeepWhatNobodyForesawApart() {
        // when
        ClassifiedFailure failure = classifier.classify(new IllegalStateException("surprise"));

        // then
        assertThat(failure).isInstanceOf(ClassifiedFailure.Unclassified.class);
    }

    @Test
    void shouldEndWithCausesThatGoInCircles() {
        // given
        IllegalStateException one = new IllegalStateException("one");
        IllegalStateException other = new IllegalStateException("other", one);
        one.initCause(other);

        // when
        ClassifiedFailure failure = classifier.classify(one);

        // then
        assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL_ERROR);
    }
}
