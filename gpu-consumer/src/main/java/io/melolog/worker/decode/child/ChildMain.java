package io.melolog.worker.decode.child;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The child process: loads FFmpeg, waits for exactly one request on standard input, answers it and ends. */
public final class ChildMain {
    private ChildMain() {}

    /** Runs the child; takes no arguments. */
    public static void main(String[] args) throws IOException {
        Ffmpeg.load();
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)))) {
            out.writeInt(ChildReply.READY);
            out.flush();
            ChildRequest request = awaitRequest();
            if (request != null) {
                Thread.ofPlatform().daemon().start(ChildMain::endWithParent);
                answer(request).writeTo(out);
                out.flush();
            }
        }
        Runtime.getRuntime().halt(0);
    }

    /** Null when the parent went away without asking for anything. */
    private static @Nullable ChildRequest awaitRequest() throws IOException {
        InputStream in = System.in;
        in.mark(1);
        if (in.read() < 0) {
            return null;
        }
        in.reset();
        return ChildRequest.readFrom(new DataInputStream(in));
    }

    /** The parent holds the pipe open while it lives; without it nobody wants the answer. */
    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing more is ever sent; only the end matters.
            }
        } catch (IOException e) {
            // A broken pipe is the end, too.
        }
        Runtime.getRuntime().halt(1);
    }

    private static ChildReply answer(ChildRequest request) {
        try {
            return switch (request) {
                case ChildRequest.Decode decode -> new DecodeJob(decode).run();
                case ChildRequest.EncodeFlac encode -> new EncodeFlacJob(encode).run();
            };
        } catch (ChildException e) {
            return new ChildReply.Failed(e.failure(), fact(e));
        } catch (IOException e) {
            return new ChildReply.Failed(ofFile(e), e.getClass().getSimpleName() + ": " + fact(e));
        } catch (RuntimeException e) {
            return new ChildReply.Failed(ChildFailure.INTERNAL, e.toString());
        } catch (OutOfMemoryError e) {
            return new ChildReply.Failed(ChildFailure.MEMORY_LIMIT, fact(e));
        }
    }

    /** The operating system's errors arrive as text only; the parent starts the child in the C locale. */
    static ChildFailure ofFile(IOException e) {
        String text = fact(e);
        if (e instanceof OutputLimitException || text.contains("File too large")) {
            return ChildFailure.OUTPUT_LIMIT;
        }
        return text.contains("No space left") || text.contains("quota exceeded")
                ? ChildFailure.STORAGE_FULL
                : ChildFailure.INTERNAL;
    }

    private static String fact(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
