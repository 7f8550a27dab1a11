package io.melolog.ingest.app;

import io.melolog.ingest.access.AccessInterceptor;
import io.melolog.ingest.access.AccessProperties;
import io.melolog.ingest.access.ApiKeys;
import io.melolog.ingest.access.Authenticator;
import io.melolog.ingest.access.CallerResolver;
import io.melolog.ingest.access.KeyController;
import io.melolog.ingest.access.KeyRegistry;
import io.melolog.ingest.access.OidcProperties;
import io.melolog.ingest.access.TokenVerifier;
import io.melolog.ingest.log.EventLog;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Who may call. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {
    @Bean
    AccessProperties accessProperties(IngestProperties properties) {
        return new AccessProperties(
                properties.auth().mode(),
                given(properties.adminKey()),
                properties.dedup().scope(),
                properties.areMetricsOpen() ? Set.of("/metrics") : Set.of());
    }

    /** A variable that is empty counts as not set. */
    private static @Nullable String given(@Nullable String setting) {
        return setting == null || setting.isBlank() ? null : setting;
    }

    @Bean
    Authenticator authenticator(AccessProperties access, IngestProperties properties, ApiKeys keys, Clock clock) {
        return new Authenticator(access, keys, tokens(properties.auth().oidc(), clock), clock);
    }

    private static @Nullable TokenVerifier tokens(IngestProperties.Oidc oidc, Clock clock) {
        String issuer = given(oidc.issuer());
        if (issuer == null) {
            return null;
        }
        String audience = oidc.audience() == null ? "" : oidc.audience();
        return new TokenVerifier(
                new OidcProperties(issuer, audience, oidc.jwksUri(), oidc.tenantClaim(), oidc.scopeClaim()), clock);
    }

    @Bean
    KeyRegistry keyRegistry(ApiKeys keys, EventLog log, Clock clock) {
        return new KeyRegistry(keys, log, clock);
    }

    @Bean
    KeyController keyController(KeyRegistry registry) {
        return new KeyController(registry);
    }

    @Bean
    WebMvcConfigurer access(Authenticator authenticator, AccessProperties properties, Meters meters) {
        AccessInterceptor interceptor = new AccessInterceptor(authenticator, properties, meters.registry());
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(interceptor);
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerResolver());
            }
        };
    }
}
