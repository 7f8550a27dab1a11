package io.melolog.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.standalone.cli.JobDocument.StageView;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintOneLineForEachChangeWhereThereIsNoTerminal() {
        // given
        Progress progress = new PlainProgress(new PrintWriter(out), new PrintWriter(err));

        // when
        progress.uploading("a.mp3");
        progress.job("a.mp3", job("waiting", 0, stage("separation", "waiting"), stage("pitch", "waiting")));
        progress.job("a.mp3", job("processing", 0.2, stage("separation", "processing"), stage("pitch", "waiting")));
        progress.job("a.mp3", job("processing", 0.4, stage("separation", "processing"), stage("pitch", "waiting")));
        progress.job(
                "a.mp3",
                job("completed", 1, new StageView("separation", "completed", 2.04, false, null), reused("pitch")));
        progress.finished("a.mp3", "done");
        progress.failed("b.mp3", "it is empty");

        // then
        assertThat(out.toString().lines())
                .containsExactly(
                        "a.mp3: uploading",
                        "a.mp3: separation started",
                        "a.mp3: separation done (2.0 s)",
                        "a.mp3: pitch done (reused)",
                        "a.mp3: done");
        assertThat(err.toString().lines()).containsExactly("b.mp3: failed: it is empty");
    }

    @Test
    void shouldRedrawOneBarForEachRunningFileOnATerminal() {
        // given
        Progress progress = new TerminalProgress(new PrintWriter(out), 100);

        // when
        progress.uploading("a.mp3");
        progress.uploading("b.mp3");
        out.getBuffer().setLength(0);
        progress.job("a.mp3", job("processing", 0.5, stage("separation", "processing"), stage("pitch", "waiting")));

        // then
        assertThat(out.toString())
                .startsWith("\u001b[1A\u001b[2K\u001b[1A\u001b[2Ka.mp3 ")
                .contains("[########........]  50 %  separation ...  pitch")
                .contains("b.mp3");
    }

    @Test
    void shouldLeaveFinishedFilesAboveTheBars() {
        // given
        Progress progress = new TerminalProgress(new PrintWriter(out), 100);
        progress.uploading("a.mp3");
        progress.uploading("b.mp3");
        out.getBuffer().setLength(0);

        // when
        progress.finished("a.mp3", "-> out/a");

        // then
        assertThat(out.toString().lines().toList()).hasSize(2).satisfies(lines -> {
            assertThat(lines.getFirst()).endsWith("a.mp3: -> out/a");
            assertThat(lines.getLast()).startsWith("b.mp3");
        });
    }

    @Test
    void shouldNeverWrapALine() {
        // given
        Progress progress = new TerminalProgress(new PrintWriter(out), 60);

        // when
        progress.job(
                "a very long file name that goes on and on.mp3",
                job("processing", 2, stage("separation", "processing"), stage("pitch", "waiting"), reused("waveform")));

        // then
        assertThat(out.toString().strip()).hasSizeLessThan(60).contains("100 %");
    }

    @Test
    void shouldSayWhereAJobWaits() {
        assertThat(StageText.waiting(waiting(1, 3.0))).isEqualTo("waiting");
        assertThat(StageText.waiting(waiting(4, 61.2))).isEqualTo("waiting, number 4 in line, about 61 s");
    }

    private static JobDocument waiting(int position, double seconds) {
        return new JobDocument("j", "waiting", position, seconds, 0.0, List.of(), null, null, null, null, null);
    }

    private static JobDocument job(String status, double progress, StageView... stages) {
        return new JobDocument("j", status, null, null, progress, List.of(stages), null, null, null, null, null);
    }

    private static StageView stage(String name, String status) {
        return new StageView(name, status, null, null, null);
    }

    private static StageView reused(String name) {
        return new StageView(name, "completed", 12.0, true, null);
    }
}
