package io.melolog.ingest.tenant;

import io.melolog.schemas.access.Scope;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a caller must be allowed to for this handler. A handler with neither this nor {@link Open} needs {@link Scope#ADMIN}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Needs {
    Scope value();
}
