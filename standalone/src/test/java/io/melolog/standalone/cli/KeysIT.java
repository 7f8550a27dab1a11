package io.melolog.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.standalone.testing.Melody;
import io.melolog.standalone.testing.MelologProcess;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that others may reach, and keys to it, from the command line. */
class KeysIT {
    @TempDir
    private static Path dir;

    private static Path data;
    private static MelologProcess server;
    private static String address;

    @BeforeAll
    static void serve() throws Exception {
        data = dir.resolve("data");
        server = MelologProcess.start(
                Map.of("MELOLOG_AUTH_MODE", "keys"),
                "serve",
                "--address",
                "0.0.0.0",
                "--port",
                "0",
                "--data",
                data.toString());
        address = URI.create(server.firstLine().substring("melolog ready at ".length()))
                .toString();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void shouldRefuseToServeOthersWithoutKeys() throws Exception {
        try (MelologProcess open = MelologProcess.start(
                Map.of(),
                "serve",
                "--address",
                "0.0.0.0",
                "--port",
                "0",
                "--data",
                dir.resolve("open").toString())) {
            // then
            assertThat(open.exitCode()).isEqualTo(ExitCode.CANNOT_SERVE);
            assertThat(open.errorText().strip().lines().toList())
                    .singleElement()
                    .asString()
                    .contains("Set melolog.auth.mode=keys (MELOLOG_AUTH_MODE=keys)");
        }
    }

    @Test
    void shouldLetTheFoldersOwnerMakeTheFirstKey() throws Exception {
        // when
        Ran created =
                melolog("keys", "create", "--scope", "submit,read", "--name", "a friend", "--data", data.toString());
        Ran listed = melolog("keys", "list", "--data", data.toString());

        // then
        assertThat(created.exitCode()).as(created.err()).isZero();
        assertThat(created.out().strip()).matches("mlk_[0-9a-f]{16}_[0-9a-f]{64}");
        assertThat(created.err()).contains("of tenant default may submit, read. It is not shown again.");
        assertThat(listed.out()).contains(id(created), "submit,read", "a friend");
        assertThat(listed.out()).doesNotContain(created.out().strip());
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("admin.key"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void shouldAnalyzeWithAKeyUntilItIsRevoked() throws Exception {
        // given
        Path song = Melody.write(dir.resolve("song.wav"), 2, 0);
        Ran created =
                melolog("keys", "create", "--scope", "submit,read", "--tenant", "choir", "--data", data.toString());
        String key = created.out().strip();
        String out = dir.resolve("out").toString();

        // when
        Ran without = melolog("jobs", "list", "--server", address);
        Ran with = melolog(
                "analyze", song.toString(), "--analyses", "waveform", "--out", out, "--server", address, "--key", key);
        Ran listed = melolog("jobs", "list", "--server", address, "--key", key);
        Ran tooMuch = melolog("keys", "list", "--server", address, "--key", key);
        Ran revoked = melolog("keys", "revoke", id(created), "--data", data.toString());
        Ran after = melolog("jobs", "list", "--server", address, "--key", key);

        // then
        assertThat(without.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(without.err()).contains("A key or token is needed", "--key", "MELOLOG_API_KEY");
        assertThat(with.exitCode()).as(with.err()).isZero();
        assertThat(dir.resolve("out/song/waveform.json")).isNotEmptyFile();
        assertThat(dir.resolve("out/song/job.json")).content().contains("\"tenant\":\"choir\"");
        assertThat(listed.out()).contains("song.wav");
        assertThat(tooMuch.err()).contains("scope admin");
        assertThat(revoked.exitCode()).as(revoked.err()).isZero();
        assertThat(after.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(after.err()).contains("revoked");
        assertThat(data.resolve("logs/melolog.log"))
                .content()
                .doesNotContain(key)
                .contains("admin action");
        assertThat(data.resolve("logs/melolog.log"))
                .content()
                .doesNotContain(Files.readString(data.resolve("admin.key")).strip());
    }

    private static String id(Ran created) {
        return created.out().split("_")[1];
    }

    private record Ran(int exitCode, String out, String err) {}

    private static Ran melolog(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Melolog.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
