package io.melolog.ingest.access;

import io.melolog.ingest.tenant.Caller;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may call.
 *
 * @param mode whether callers need a key
 * @param adminKey one that may do everything, set by the operator: makes the first keys; null for none
 * @param dedup whose jobs share work
 * @param openPaths paths that need no key although their handlers say so
 */
public record AccessProperties(Mode mode, @Nullable String adminKey, Dedup dedup, Set<String> openPaths) {
    /** Whether callers need a key. */
    public enum Mode {
        /** No: whoever reaches the server may do everything. For loopback addresses only. */
        NONE,
        /** Yes, or a token of the configured issuer. */
        KEYS
    }

    /** Whose jobs share work and originals. */
    public enum Dedup {
        /** A tenant's own. */
        TENANT,
        /** Everybody's. */
        GLOBAL;

        /** The scope of a tenant's jobs. */
        public String scopeOf(String tenant) {
            return this == GLOBAL ? Caller.GLOBAL_DEDUP_SCOPE : tenant;
        }
    }

    private static final int MIN_ADMIN_KEY_LENGTH = 32;

    public AccessProperties {
        openPaths = Set.copyOf(openPaths);
        if (adminKey != null && (adminKey.length() < MIN_ADMIN_KEY_LENGTH || !adminKey.matches("[!-~]+"))) {
            throw new IllegalArgumentException("melolog.admin-key must be " + MIN_ADMIN_KEY_LENGTH
                    + " random characters or more, without spaces: such as what `openssl rand -hex 32` prints");
        }
    }

    /** Whoever calls a server that asks for no key. */
    Caller anyone() {
        return new Caller(
                Caller.DEFAULT.tenant(),
                dedup.scopeOf(Caller.DEFAULT.tenant()),
                Caller.DEFAULT.who(),
                Caller.DEFAULT.scopes());
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "AccessProperties[" + mode + ", " + dedup + "]";
    }
}
