package io.melolog.worker.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A separation service on bare sockets that does to each request what a test has told it; the last thing told is done for ever. */
final class FaultyService implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch hurried = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Deque<Reply> analyses = new ArrayDeque<>();
    private final Deque<Reply> downloads = new ArrayDeque<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();

    FaultyService() throws IOException {
        threads.submit(this::listen);
    }

    /** One request's head, its body if the reply has read it, and when it came. */
    record Received(String method, String path, Map<String, String> headers, byte[] body, long atNanos) {
        boolean isAnalysis() {
            return method.equals("POST");
        }
    }

    /** What is done to one connection after the request's head was read. */
    @FunctionalInterface
    interface Reply {
        void play(Connection connection) throws IOException, InterruptedException;
    }

    FaultyService onAnalyze(Reply... replies) {
        return told(analyses, replies);
    }

    FaultyService onDownload(Reply... replies) {
        return told(downloads, replies);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    List<Received> analyzed() {
        return received.stream().filter(Received::isAnalysis).toList();
    }

    List<Received> downloaded() {
        return received.stream().filter(request -> !request.isAnalysis()).toList();
    }

    /** Requests whose heads have come. */
    int begun() {
        return begun.get();
    }

    /** Connections that nobody has closed. */
    int openConnections() {
        return sockets.size();
    }

    /** Those who read slowly read on fast, so that they see whether the client has gone. */
    void hurry() {
        hurried.countDown();
    }

    /** What went wrong with the service itself. */
    List<Throwable> faults() {
        return faults;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }

    private FaultyService told(Deque<Reply> queue, Reply... replies) {
        synchronized (queue) {
            queue.clear();
            queue.addAll(List.of(replies));
        }
        return this;
    }

    private static Reply next(Deque<Reply> queue) {
        synchronized (queue) {
            return queue.size() > 1 ? queue.remove() : queue.element();
        }
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                threads.submit(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Connection connection = new Connection(socket);
            if (connection.readHead()) {
                begun.incrementAndGet();
                next(connection.method.equals("POST") ? analyses : downloads).play(connection);
            }
        } catch (IOException | InterruptedException e) {
            // The client has gone, which is its right.
        } catch (RuntimeException e) {
            faults.add(e);
        } finally {
            sockets.remove(socket);
        }
    }

    /** A connection whose request's head has been read. */
    final class Connection {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final Map<String, String> headers = new TreeMap<>();
        private String method = "";
        private String path = "";

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        }

        private boolean readHead() throws IOException {
            String line = readLine();
            if (line.isEmpty()) {
                return false;
            }
            method = line.split(" ")[0];
            path = line.split(" ")[1];
            for (line = readLine(); !line.isEmpty(); line = readLine()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            return true;
        }

        private String readLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
                if (read != '\r') {
                    line.write(read);
                }
            }
            return line.toString(StandardCharsets.UTF_8);
        }

        /** Reads the body and keeps the request. */
        void accept() throws IOException {
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            keep(in.readNBytes(length));
        }

        /** Keeps the request without its body. */
        void acceptHead() {
            keep(new byte[0]);
        }

        private void keep(byte[] body) {
            received.add(new Received(method, path, headers, body, System.nanoTime()));
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Reads some bytes now and then until told to hurry. */
        void readSlowly(int bytes) throws IOException, InterruptedException {
            while (!hurried.await(20, TimeUnit.MILLISECONDS)) {
                in.readNBytes(bytes);
            }
            waitForClient();
        }

        /** Does nothing more until the client gives up. */
        void waitForClient() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        /** Ends the connection with an RST. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
