package io.melolog.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The programs of {@code docs/quickstart.md}, as they stand there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuickstartIT {
    private static final int PATIENCE_SECONDS = 180;

    @TempDir
    static Path temp;

    private Server server;

    /** A program of the document, by the language of its block. */
    private enum Language {
        BASH("bash", "quickstart.sh", "curl"),
        PYTHON("python3", "quickstart.py", "python3"),
        JAVASCRIPT("node", "quickstart.mjs", "node");

        private final String command;
        private final String file;
        private final String needs;

        Language(String command, String file, String needs) {
            this.command = command;
            this.file = file;
            this.needs = needs;
        }
    }

    private record Finished(int exitValue, String output, Path folder) {}

    @BeforeAll
    void startServer() {
        server = Server.start(temp.resolve("data"));
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldPrintTheNotesAndSaveTheScore(Language language) throws Exception {
        // given: a major scale from A3, half a second each
        Path song = Audio.song(temp.resolve(language + " scale.wav"), 4, 40 + language.ordinal());

        // when
        Finished program = run(language, song);

        // then
        assertThat(program.exitValue()).as(program.output()).isZero();
        assertThat(program.output().lines().map(line -> line.replaceFirst("^[0-9.]+ s  ", "")))
                .containsSubsequence("A3", "B3", "C#4", "D4", "E4", "F#4", "G#4", "A4", "saved score.musicxml");
        assertThat(program.folder().resolve("score.musicxml")).content().contains("<score-partwise");
        String id = program.output().lines().findFirst().orElseThrow().replace("job ", "");
        assertThat(server.client().job(id).path("content").path("fileName").asString(""))
                .isEqualTo(language + " scale.wav");
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayWhatTheProblemIs(Language language) throws Exception {
        // given
        Path song = Files.writeString(temp.resolve(language + ".txt"), "no music at all ".repeat(500));

        // when
        Finished program = run(language, song);

        // then
        assertThat(program.exitValue()).as(program.output()).isEqualTo(1);
        assertThat(program.output())
                .contains("unsupported_media_type: ", server.client().address() + "/problems/unsupported_media_type");
    }

    private Finished run(Language language, Path song) throws IOException, InterruptedException {
        assumeTrue(isInstalled(language.needs), language.needs + " is not installed");
        Path folder = Files.createTempDirectory(temp, language.name());
        Path output = folder.resolve("output");
        Files.writeString(folder.resolve(language.file), program(language));
        ProcessBuilder builder = new ProcessBuilder(language.command, language.file, song.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MELOLOG_"));
        builder.environment().put("MELOLOG_URL", server.client().address().toString());
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(language + " did not end:\n" + Files.readString(output));
        }
        return new Finished(process.exitValue(), Files.readString(output), folder);
    }

    private static String program(Language language) throws IOException {
        String document = Files.readString(Path.of("..", "docs", "quickstart.md"));
        Matcher block = Pattern.compile(
                        "```" + language.name().toLowerCase(Locale.ROOT) + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(document);
        assertThat(block.find()).as(language.file).isTrue();
        return block.group(1);
    }

    private static boolean isInstalled(String command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(command, "--version"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
