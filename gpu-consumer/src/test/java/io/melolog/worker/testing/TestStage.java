package io.melolog.worker.testing;

import io.melolog.schemas.stage.SourceAudio;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.stage.StageResult;
import io.melolog.worker.lease.StageOutput;
import io.melolog.worker.lease.StageOutput.OutputFile;
import io.melolog.worker.lease.StageRunner;
import io.melolog.worker.lease.WorkContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stage whose behaviour each test scripts by work id; without a script it writes one small artifact. */
public final class TestStage implements StageRunner {
    private final Stage stage;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<String> begun = new CopyOnWriteArrayList<>();

    public TestStage(Stage stage) {
        this.stage = stage;
    }

    /** What happens before the artifact is written. */
    @FunctionalInterface
    public interface Script {
        void run(WorkContext context) throws Exception;
    }

    public TestStage script(String workId, Script script) {
        scripts.put(workId, script);
        return this;
    }

    /** The works that were begun, in order. */
    public List<String> begun() {
        return begun;
    }

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public StageOutput run(WorkContext context) throws Exception {
        String workId = context.request().workId();
        begun.add(workId);
        Script script = scripts.get(workId);
        if (script != null) {
            script.run(context);
        }
        Path file = Files.writeString(context.scratch().resolve("result.txt"), "result of " + workId);
        return new StageOutput(result(), List.of(new OutputFile("result.txt", "text/plain", file)), "cpu");
    }

    private StageResult result() {
        SourceAudio source = new SourceAudio(1, 44_100, 2);
        return switch (stage) {
            case SEPARATION -> new StageResult.Separation(source, "preview");
            case PITCH -> new StageResult.Pitch(source, 0, null, null, null, null);
            case WAVEFORM -> new StageResult.Waveform(source);
        };
    }
}
