package io.melolog.standalone.model;

/** A download that does not succeed, however often it is tried. The message is a sentence for people. */
public final class DownloadException extends Exception {
    private static final long serialVersionUID = 1L;

    DownloadException(String message) {
        super(message);
    }

    DownloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
