/** Reduces job events to job status; its only writer. */
@NullMarked
package io.melolog.notifier.jobstatus;

import org.jspecify.annotations.NullMarked;
