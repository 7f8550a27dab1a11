package io.melolog.schemas.work;

/**
 * Why work or a job failed.
 *
 * @param code stable and for programs, such as {@code undecodable_audio}; see {@link FailureCode}
 * @param title the same for every failure of that code
 * @param detail what happened here and what to do, for people
 * @param retryable whether trying the same again may succeed
 */
public record Failure(String code, String title, String detail, boolean retryable) {}
