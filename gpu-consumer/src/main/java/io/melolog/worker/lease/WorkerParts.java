package io.melolog.worker.lease;

import io.melolog.schemas.stage.Stage;
import io.melolog.worker.failure.FailureClassifier;
import io.melolog.worker.storage.WorkStorage;
import java.time.Clock;
import java.util.Map;

/** What every lease of this process shares; each is thread-safe. */
record WorkerParts(
        WorkerSettings settings,
        Map<Stage, StageRunner> runners,
        WorkStorage storage,
        EventProducer events,
        ScratchFolders scratch,
        CancelledRequests cancelled,
        RunningWorks running,
        FailureClassifier classifier,
        WorkerMetrics metrics,
        Drain drain,
        Clock clock) {}
