package io.melolog.ingest.view;

import org.jspecify.annotations.Nullable;

/** Follows the view: told of every job at start that has not ended and of some that have, then of each change, by one thread at a time. */
public interface ViewListener {
    /**
     * @param before null when the job was not known
     * @param after what is stored now
     * @param live false while the view still catches up with the past
     */
    void changed(@Nullable ViewedJob before, ViewedJob after, boolean live);

    /** Another event of the job is stored. */
    default void happened(String jobId) {}
}
