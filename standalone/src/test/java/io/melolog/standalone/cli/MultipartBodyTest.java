package io.melolog.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultipartBodyTest {
    @TempDir
    private Path dir;

    @Test
    void shouldSendFieldsThenTheFile() throws Exception {
        // given
        byte[] content = {0, 1, 2, '\r', '\n', '-', '-', (byte) 0xff};
        Path file = Files.write(dir.resolve("x"), content);

        // when
        MultipartBody body = MultipartBody.of(Map.of("analyses", "pitch"), "file", "夜 \"q\"\r\n.mp3", file);

        // then
        byte[] sent = send(body);
        String boundary = body.contentType().substring("multipart/form-data; boundary=".length());
        String expected = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"analyses\"\r\n\r\npitch\r\n--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"夜 %22q%22%0D%0A.mp3\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n"
                + new String(content, StandardCharsets.ISO_8859_1) + "\r\n--" + boundary + "--\r\n";
        assertThat(new String(sent, StandardCharsets.ISO_8859_1))
                .isEqualTo(new String(expected.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                        .replace("\u00c3\u00bf", "\u00ff"));
        assertThat(body.publisher().contentLength()).isEqualTo(sent.length);
    }

    @Test
    void shouldSayWhenTheFileIsGone() {
        assertThatThrownBy(() -> MultipartBody.of(Map.of(), "file", "x", dir.resolve("missing")))
                .isInstanceOf(FileNotFoundException.class);
    }

    private static byte[] send(MultipartBody body) throws InterruptedException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        CountDownLatch done = new CountDownLatch(1);
        body.publisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
                byte[] chunk = new byte[bytes.remaining()];
                bytes.get(chunk);
                sent.writeBytes(chunk);
            }

            @Override
            public void onError(Throwable failure) {
                done.countDown();
            }

            @Override
            public void onComplete() {
                done.countDown();
            }
        });
        done.await();
        return sent.toByteArray();
    }
}
