package io.melolog.standalone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.standalone.model.Download.Patience;
import io.melolog.standalone.testing.FileServer;
import io.melolog.standalone.testing.FileServer.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
    private static final int BYTES = 3_000_000;
    private static final Patience QUICK = new Patience(
            Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(400), 3, Duration.ofMillis(10));

    @TempDir
    private Path dir;

    private final byte[] content = new byte[BYTES];
    private final List<Long> arrived = new ArrayList<>();
    private FileServer server;
    private Path target;
    private String digest;

    @BeforeEach
    void serve() throws IOException {
        new Random(7).nextBytes(content);
        server = new FileServer();
        server.put("net.th", content);
        target = dir.resolve("downloads/net.th");
        Path copy = Files.write(dir.resolve("copy"), content);
        digest = FileDigest.of(copy).sha256();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldBringAFileAndSayHowFarItIs() throws Exception {
        // when
        FileDigest file = fetch();

        // then
        assertThat(file.sha256()).isEqualTo(digest);
        assertThat(target).hasBinaryContent(content);
        assertThat(arrived).isSorted().last().isEqualTo((long) BYTES);
        assertNothingElse();
    }

    @Test
    void shouldNotBringWhatIsThere() throws Exception {
        // given
        fetch();
        server.close();

        // then
        assertThat(fetch().sha256()).isEqualTo(digest);
    }

    @Test
    void shouldGoOnWhereTheConnectionWasCut() throws Exception {
        // given
        server.fail(Fault.CUT, Fault.CUT);

        // when
        fetch();

        // then
        assertThat(target).hasBinaryContent(content);
        assertThat(server.requests()).first().isEqualTo("");
        assertThat(offsets()).hasSize(2).isSorted().allMatch(offset -> offset > 0 && offset <= 2_000_000);
        assertNothingElse();
    }

    @Test
    void shouldGoOnInALaterProcess() throws Exception {
        // given
        server.fail(Fault.CUT, Fault.UNAVAILABLE, Fault.UNAVAILABLE, Fault.UNAVAILABLE);
        assertThatThrownBy(this::fetch)
                .isInstanceOf(DownloadException.class)
                .hasMessageContaining("the server answered 503")
                .hasMessageContaining("try again to go on");

        // when
        fetch();

        // then
        assertThat(offsets()).last().satisfies(offset -> assertThat(offset).isBetween(1L, 1_000_000L));
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void shouldBeginAnewWhenTheFileChangedMeanwhile() throws Exception {
        // given
        server.put("net.th", new byte[BYTES]);
        server.fail(Fault.CUT, Fault.UNAVAILABLE, Fault.UNAVAILABLE, Fault.UNAVAILABLE);
        assertThatThrownBy(this::fetch).isInstanceOf(DownloadException.class);

        // when
        server.put("net.th", content);
        fetch();

        // then
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void shouldBeginAnewWhereTheServerKnowsNoRanges() throws Exception {
        // given
        server.withoutRanges();
        server.fail(Fault.CUT);

        // when
        fetch();

        // then
        assertThat(target).hasBinaryContent(content);
        assertThat(server.requests()).first().isEqualTo("");
        assertThat(offsets()).hasSize(1).allMatch(offset -> offset > 0 && offset <= 1_000_000);
    }

    @Test
    void shouldBeginAnewWhereTheServerDoesNotSayWhatItSent() throws Exception {
        // given
        server.withoutValidators();
        server.fail(Fault.CUT);

        // when
        fetch();

        // then
        assertThat(target).hasBinaryContent(content);
        assertThat(server.requests()).containsExactly("", "");
    }

    @Test
    void shouldTakeAFileWhoseLengthIsNotSaid() throws Exception {
        // given
        server.chunked();

        // when
        fetch();

        // then
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void shouldGoOnAfterASilence() throws Exception {
        // given
        server.fail(Fault.HANG);

        // when
        fetch();

        // then
        assertThat(target).hasBinaryContent(content);
        assertThat(server.requests()).first().isEqualTo("");
        assertThat(offsets()).hasSize(1).allMatch(offset -> offset > 0 && offset <= 1_000_000);
    }

    @Test
    void shouldGiveUpOnAServerThatIsSilent() {
        // given
        server.fail(Fault.HANG_AT_ONCE, Fault.HANG_AT_ONCE, Fault.HANG_AT_ONCE);

        // then
        assertThatThrownBy(this::fetch)
                .isInstanceOf(DownloadException.class)
                .hasMessageContaining("nothing arrived for");
    }

    @Test
    void shouldRefuseAndRemoveWhatIsAnotherFile() {
        // given
        server.put("net.th", new byte[BYTES]);

        // then
        assertThatThrownBy(this::fetch)
                .isInstanceOf(DownloadException.class)
                .hasMessageContaining("is not the file that it should be")
                .hasMessageContaining(digest.substring(0, 8));
        assertThat(target).doesNotExist();
        assertThat(target.getParent()).isEmptyDirectory();
    }

    @Test
    void shouldReplaceWhatLiesThereAndIsAnotherFile() throws Exception {
        // given
        Files.createDirectories(target.getParent());
        Files.writeString(target, "something else");

        // then
        assertThat(fetch().sha256()).isEqualTo(digest);
    }

    @Test
    void shouldSayThatThereIsNoSuchFile() {
        assertThatThrownBy(() -> fetch(server.address("none.th")))
                .isInstanceOf(DownloadException.class)
                .hasMessageContaining("none.th cannot be downloaded: the server answered 404");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void shouldSayThatNobodyAnswers() {
        // given
        server.close();

        // then
        assertThatThrownBy(this::fetch)
                .isInstanceOf(DownloadException.class)
                .hasMessageContaining("cannot be downloaded");
    }

    @Test
    void shouldLeaveAFileToTheOneWhoDownloadsIt() throws Exception {
        // given
        Files.createDirectories(target.getParent());
        Path part = target.resolveSibling("net.th.part");

        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            // then
            assertThat(lock.isValid()).isTrue();
            assertThatThrownBy(this::fetch)
                    .isInstanceOf(DownloadException.class)
                    .hasMessageContaining("by another melolog");
        }
    }

    private FileDigest fetch() throws Exception {
        return fetch(server.address("net.th"));
    }

    private FileDigest fetch(URI address) throws Exception {
        return new Download(QUICK).fetch(address, target, digest.substring(0, 8), (bytes, total) -> arrived.add(bytes));
    }

    private void assertNothingElse() {
        assertThat(target.getParent()).isDirectoryNotContaining("glob:**.{part,validator}");
    }

    /** Where requests went on: not always at the last byte that was sent, since a connection that is cut may lose some. */
    private List<Long> offsets() {
        return server.requests().stream()
                .filter(range -> range.startsWith("bytes="))
                .map(range -> Long.parseLong(range.substring("bytes=".length(), range.length() - 1)))
                .toList();
    }
}
