package io.melolog.worker.remote;

import io.melolog.worker.remote.FaultyService.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Ways in which a service may answer. */
final class Replies {
    private static final int DRIP_MILLIS = 20;

    private Replies() {}

    /** A file that begins like a WAV file. */
    static byte[] audio(int bytes) {
        byte[] audio = new byte[bytes];
        new Random(bytes).nextBytes(audio);
        byte[] start = "RIFF\0\0\0\0WAVE".getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(start, 0, audio, 0, start.length);
        return audio;
    }

    static Reply stems(String vocals) {
        return json("{\"vocals\": \"" + vocals + "\", \"accompaniment\": \"/files/1/accompaniment.wav\"}");
    }

    static Reply json(String json) {
        return status(200, "Content-Type: application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    static Reply file(byte[] content) {
        return status(200, "Content-Type: audio/wav", content);
    }

    static Reply status(int code) {
        return status(code, "X-Nothing: 1", new byte[0]);
    }

    static Reply status(int code, String header, String body) {
        return status(code, header, body.getBytes(StandardCharsets.UTF_8));
    }

    static Reply status(int code, String header, byte[] body) {
        return connection -> {
            connection.accept();
            connection.send(head(code, header + "\r\nContent-Length: " + body.length));
            connection.send(body);
        };
    }

    /** Answers before the body was read, and throws it away, as servers do: hanging up at once would take the answer back (TCP resets). */
    static Reply statusUnread(int code) {
        return connection -> {
            connection.acceptHead();
            connection.send(head(code, "Content-Length: 0"));
            connection.waitForClient();
        };
    }

    static Reply hangsBeforeHeaders() {
        return connection -> {
            connection.accept();
            connection.waitForClient();
        };
    }

    static Reply readsSlowly() {
        return connection -> {
            connection.acceptHead();
            connection.readSlowly(100);
        };
    }

    static Reply readsNothing() {
        return connection -> {
            connection.acceptHead();
            connection.readSlowly(0);
        };
    }

    static Reply hangsInHeaders() {
        return connection -> {
            connection.accept();
            connection.send("HTTP/1.1 200 OK\r\nContent-");
            connection.waitForClient();
        };
    }

    static Reply hangsInBody(byte[] begin) {
        return connection -> {
            connection.accept();
            connection.send(head(200, "Content-Length: 100000"));
            connection.send(begin);
            connection.waitForClient();
        };
    }

    static Reply resetsAtOnce() {
        return connection -> {
            connection.acceptHead();
            connection.reset();
        };
    }

    static Reply closesUnanswered() {
        return FaultyService.Connection::accept;
    }

    static Reply resetsInBody(byte[] begin) {
        return connection -> {
            connection.accept();
            connection.send(head(200, "Content-Length: 100000"));
            connection.send(begin);
            connection.reset();
        };
    }

    /** Tells a length and sends less. */
    static Reply truncated(byte[] content) {
        return connection -> {
            connection.accept();
            connection.send(head(200, "Content-Length: " + (content.length + 1)));
            connection.send(content);
        };
    }

    static Reply chunked(byte[] content) {
        return connection -> {
            connection.accept();
            connection.send(head(200, "Transfer-Encoding: chunked"));
            connection.send(Integer.toHexString(content.length) + "\r\n");
            connection.send(content);
            connection.send("\r\n0\r\n\r\n");
        };
    }

    static Reply chunkedGarbage() {
        return connection -> {
            connection.accept();
            connection.send(head(200, "Transfer-Encoding: chunked"));
            connection.send("zz not a length\r\n\u0001\u0002\u0003");
        };
    }

    /** Ends the chunks without the last one. */
    static Reply chunkedTruncated(byte[] content) {
        return connection -> {
            connection.accept();
            connection.send(head(200, "Transfer-Encoding: chunked"));
            connection.send(Integer.toHexString(content.length) + "\r\n");
            connection.send(content);
        };
    }

    /** Tells no length: the end of the connection is the end of the file. */
    static Reply lengthless(byte[] content) {
        return connection -> {
            connection.accept();
            connection.send(head(200, "Content-Type: audio/wav"));
            connection.send(content);
        };
    }

    static Reply notHttp() {
        return connection -> {
            connection.accept();
            connection.send("220 smtp.example.org ready\r\n");
        };
    }

    static Reply lyingLength(String length) {
        return connection -> {
            connection.accept();
            connection.send(head(200, "Content-Length: " + length));
            connection.send("RIFF");
        };
    }

    /** Sends for ever, as fast as it is taken. */
    static Reply endless(int code) {
        return connection -> {
            connection.accept();
            connection.send(head(code, "Transfer-Encoding: chunked"));
            while (true) {
                connection.send("1000\r\n" + " ".repeat(0x1000) + "\r\n");
            }
        };
    }

    static Reply endlessHeaders() {
        return connection -> {
            connection.accept();
            connection.send("HTTP/1.1 200 OK\r\n");
            for (int count = 0; true; count++) {
                connection.send("X-" + count + ": " + "x".repeat(1000) + "\r\n");
            }
        };
    }

    /** Says again and again that it is about to answer. */
    static Reply endlessHints() {
        return connection -> {
            connection.accept();
            while (true) {
                connection.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
            }
        };
    }

    /** A byte now and then, for ever. */
    static Reply drips(byte[] begin) {
        return connection -> {
            connection.accept();
            connection.send(head(200, "Content-Length: 100000"));
            connection.send(begin);
            while (true) {
                Thread.sleep(DRIP_MILLIS);
                connection.send(" ");
            }
        };
    }

    private static String head(int code, String headers) {
        return "HTTP/1.1 " + code + " Whatever\r\nConnection: close\r\n" + headers + "\r\n\r\n";
    }
}
