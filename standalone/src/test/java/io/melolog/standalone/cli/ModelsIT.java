package io.melolog.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.model.ModelFormat;
import io.melolog.standalone.cli.ModelClient.ModelView;
import io.melolog.standalone.model.FileDigest;
import io.melolog.standalone.model.FileInspection;
import io.melolog.standalone.model.KnownModels;
import io.melolog.standalone.model.KnownModels.KnownModel;
import io.melolog.standalone.model.ModelFiles;
import io.melolog.standalone.testing.Checkpoints;
import io.melolog.standalone.testing.FileServer;
import io.melolog.standalone.testing.FileServer.Fault;
import io.melolog.standalone.testing.Melody;
import io.melolog.standalone.testing.MelologProcess;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue from the command line, against a real server. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ModelsIT {
    @TempDir
    private static Path dir;

    private static Path data;
    private static MelologProcess server;
    private static URI address;

    @BeforeAll
    static void serve() throws Exception {
        data = dir.resolve("data");
        startServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    @Order(1)
    void shouldAddAModelAndSayWhatItIs() throws Exception {
        // given
        Path file = Checkpoints.write(dir.resolve("My Net.th"), 1);
        String version = FileDigest.of(file).sha256().substring(0, 8);

        // when
        Ran added = models("add", file.toString(), "--licence", "CC0-1.0");
        Ran again = models("add", file.toString());

        // then
        assertThat(added.exitCode()).as(added.err()).isZero();
        assertThat(added.out())
                .contains("found drums, bass, other, vocals; 44100 Hz; segments of")
                .contains("SHA-256 " + FileDigest.of(file).sha256() + "  my-net.th")
                .contains("added my-net@" + version + " (drums, bass, other, vocals)")
                .contains("./melolog models use my-net@" + version)
                .contains("./melolog analyze FILE --model my-net@" + version);
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("was added before: my-net@" + version);
        assertThat(models("list").out().lines())
                .anyMatch(line -> line.startsWith("* masknet@1") && line.contains("built in"))
                .anyMatch(line -> line.startsWith("  my-net@" + version) && line.contains("CC0-1.0"))
                .anyMatch(line -> line.startsWith("* pyin@1"));
        assertThat(models("list", "--json").out()).contains("\"model\":\"my-net@" + version + "\"");
    }

    @Test
    @Order(2)
    void shouldAddABagWithItsWeights() throws Exception {
        // given
        Path one = Checkpoints.write(dir.resolve("one.th"), 2);
        Path two = Checkpoints.write(dir.resolve("two.th"), 3);

        // when
        Ran added = models(
                "add",
                one.toString(),
                two.toString(),
                "--name",
                "bag",
                "--version",
                "1",
                "--weights",
                "1,1,0,0;0,0,1,1");
        Ran other = models("add", two.toString(), one.toString(), "--name", "bag", "--version", "1");

        // then
        assertThat(added.exitCode()).as(added.err()).isZero();
        assertThat(added.out()).contains("added bag@1 ");
        assertThat(models("list", "--json").out()).contains("\"two.th\"");
        assertThat(other.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(other.err()).contains("stands for other files");
    }

    @Test
    @Order(3)
    void shouldRefuseWhatIsNoModelInOneLine() throws Exception {
        // given
        Path text = Files.writeString(dir.resolve("text.th"), "these are words");
        Path song = Files.writeString(dir.resolve("song.wav"), "RIFF");

        // then
        assertRefused(models("add", text.toString()), "text.th");
        assertRefused(models("add", song.toString()), "A model is");
        assertRefused(models("add", dir.resolve("none.th").toString()), "no such file");
        assertRefused(models("use", "nothing"), "No model of this name");
        assertRefused(models("remove", "masknet@1"), "cannot be removed");
        assertThat(models("list").out()).doesNotContain("text@");
    }

    @Test
    @Order(4)
    void shouldUseAModelForNewJobs() throws Exception {
        // given
        Path song = Melody.write(dir.resolve("a song.wav"), 3, 0);

        // when
        Ran used = models("use", "bag");
        Ran removed = models("remove", "bag@1");
        Ran back = models("use", "masknet@1");
        Ran unknown = analyze(song, "--model", "nothing@1");
        Ran chosen = analyze(song, "--model", "melody-comb", "--model", "pyin@1", "--shifts", "2");

        // then
        assertThat(used.out()).contains("new jobs use bag@1 for separation");
        assertRefused(removed, "Activate another one first");
        assertThat(back.exitCode()).isZero();
        assertThat(models("remove", "bag@1").out()).contains("removed bag@1");
        assertRefused(models("remove", "bag@1"), "No model of this name");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(unknown.err()).contains("No such model").contains("masknet@1");
        assertThat(chosen.exitCode()).as(chosen.err()).isZero();
        assertThat(dir.resolve("out/a song/job.json")).content().contains("\"model\":\"melody-comb@1\"");
    }

    @Test
    @Order(5)
    void shouldPullAKnownModelAndGoOnWhereItWasCut() throws Exception {
        // given
        Path file = Checkpoints.write(dir.resolve("net"), 4);
        String name = "0000-" + FileDigest.of(file).sha256().substring(0, 8) + ".th";
        KnownModels known = known(name);
        StringWriter out = new StringWriter();
        Progress progress = new PlainProgress(new PrintWriter(out, true), new PrintWriter(out, true));
        ModelPull.Pulled pulled;
        try (FileServer files = new FileServer()) {
            files.put(name, Files.readAllBytes(file));
            files.fail(Fault.CUT);

            // when
            pulled = new ModelPull(known, dir.resolve("downloads"), progress).fetch("known", files.address(""));
        }
        ModelAddition addition = new ModelAddition(new FileInspection(), known, new PrintWriter(out, true));
        addition.send(
                addition.prepare(new ModelFiles(pulled.format(), pulled.files()), pulled.wishes()), client(), progress);
        pulled.discard();

        // then
        ModelView model = client().find("known");
        assertThat(model.quality()).isEqualTo("full");
        assertThat(model.licence()).isEqualTo("MIT");
        assertThat(out.toString()).contains("downloading", "added known@", "100 %");
        assertThat(dir.resolve("downloads")).isEmptyDirectory();
    }

    @Test
    @Order(6)
    void shouldRefuseADownloadThatIsNotTheModel() throws Exception {
        try (FileServer files = new FileServer()) {
            // given
            files.put("955717e8-8726e21a.th", new byte[1000]);

            // when
            Ran wrong = models("pull", "htdemucs", "--from", files.address("").toString());
            Ran missing =
                    models("pull", "htdemucs_6s", "--from", files.address("").toString());

            // then
            assertRefused(wrong, "is not the file that it should be");
            assertThat(wrong.err()).contains("8726e21a");
            assertRefused(missing, "the server answered 404");
            assertThat(data.resolve("downloads")).isDirectoryNotContaining("glob:**.th");
        }
        assertRefused(models("pull", "wishful"), "known: htdemucs, htdemucs_ft, htdemucs_6s");
        assertRefused(models("pull", "htdemucs", "--from", "file:///etc"), "is not the address of a folder");
    }

    @Test
    @Order(7)
    void shouldKeepTheCatalogueOverARestartAndWithoutAServer() throws Exception {
        // given
        String before = models("list").out();
        models("use", "known");

        // when
        server.kill();
        startServer();
        String after = models("list").out();
        server.terminate();
        server.exitCode();
        Ran alone;
        try (MelologProcess process = MelologProcess.start(Map.of(), "models", "list", "--data", data.toString())) {
            alone = new Ran(process.exitCode(), process.outputText(), process.errorText());
        }

        // then
        assertThat(after).isEqualTo(before.replace("* masknet", "  masknet").replace("  known@", "* known@"));
        assertThat(alone.exitCode()).as(alone.err()).isZero();
        assertThat(alone.out()).isEqualTo(after);
    }

    private static KnownModels known(String file) {
        KnownModel model = new KnownModel("known", ModelFormat.HTDEMUCS, "MIT", "full", "a net", List.of(file), null);
        return new KnownModels(URI.create("http://127.0.0.1/"), List.of(model));
    }

    private static void assertRefused(Ran ran, String why) {
        assertThat(ran.exitCode()).as(ran.out()).isEqualTo(ExitCode.FAILED);
        assertThat(ran.err()).contains(why).doesNotContain("Exception", "\tat ");
        assertThat(ran.err().strip().lines()).hasSize(1);
    }

    private record Ran(int exitCode, String out, String err) {}

    private static Ran models(String... args) {
        return melolog("models", args);
    }

    private static Ran analyze(Path song, String... more) {
        List<String> args = new ArrayList<>(
                List.of(song.toString(), "--out", dir.resolve("out").toString()));
        args.addAll(List.of(more));
        return melolog("analyze", args.toArray(String[]::new));
    }

    private static Ran melolog(String command, String... args) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(args));
        all.addAll(List.of("--data", data.toString()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Melolog.run(
                all.toArray(String[]::new),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static ModelClient client() {
        return new ModelClient(new MelologClient(ApiAddress.fixed(address), RetryPolicy.DEFAULT));
    }

    private static void startServer() throws Exception {
        server = MelologProcess.start(Map.of(), "serve", "--port", "0", "--data", data.toString());
        String ready = server.firstLine();
        address = URI.create(ready.substring("melolog ready at ".length()));
    }
}
