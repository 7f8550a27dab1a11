package io.melolog.ingest;

import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An answer to a request that well-behaved clients would not send. */
record RawAnswer(int status, String head, String body) {
    static RawAnswer to(int port, String method, String path) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            String request = method + " " + path
                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = all.indexOf("\r\n\r\n");
            return new RawAnswer(Integer.parseInt(all.substring(9, 12)), all.substring(0, end), all.substring(end + 4));
        }
    }
}
