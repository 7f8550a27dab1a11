package io.melolog.ingest.tenant;

import io.melolog.schemas.access.Scope;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * On whose behalf a call is made.
 *
 * @param tenant who owns the jobs of this call, and sees no others
 * @param dedupScope jobs of one scope share work
 * @param who for logs: {@code key:5f2c81d09be3a764}, {@code token:alice}, {@code admin-key}, {@code anyone}
 * @param scopes what the caller may do
 */
public record Caller(String tenant, String dedupScope, String who, Set<Scope> scopes) {
    /** The tenant of those who name none. */
    public static final String DEFAULT_TENANT = "default";

    /** The dedup scope that all tenants share, where the operator wants that. No tenant can be called so. */
    public static final String GLOBAL_DEDUP_SCOPE = "_global";

    /** Whoever calls a server that asks for no key. Only {@code access} says who calls: handlers have a parameter of this type. */
    public static final Caller DEFAULT = new Caller(DEFAULT_TENANT, DEFAULT_TENANT, "anyone", Set.of(Scope.values()));

    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Whether a tenant may be called so: it becomes part of the keys of objects. */
    public static boolean isTenant(String name) {
        return TENANT.matcher(name).matches();
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }
}
