package io.melolog.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.ingest.event.EventWriter.SlowClientException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class EventWriterTest {
    @Test
    void shouldWriteWhatEventSourceReads() throws Exception {
        // given
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EventWriter writer = new EventWriter(out, Duration.ofSeconds(20));

        // when
        writer.retry(Duration.ofSeconds(2));
        writer.event(7, "planned", "{\"a\":\n1}");
        writer.event("progress", "{}");
        writer.heartbeat();

        // then
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("retry: 2000\n\nid: 7\nevent: planned\ndata: {\"a\":\ndata: 1}\n\n"
                        + "event: progress\ndata: {}\n\n:\n\n");
    }

    @Test
    void shouldGiveUpOnAClientThatTakesItsTime() {
        // given
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int octet) {
                LockSupport.parkNanos(1_000_000);
            }
        };

        // when
        EventWriter writer = new EventWriter(slow, Duration.ofNanos(1));

        // then
        assertThatThrownBy(writer::heartbeat).isInstanceOf(SlowClientException.class);
    }
}
