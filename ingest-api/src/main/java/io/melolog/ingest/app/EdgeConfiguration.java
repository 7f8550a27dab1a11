package io.melolog.ingest.app;

import io.melolog.ingest.access.AccessProperties.Mode;
import io.melolog.ingest.edge.EdgeProperties;
import io.melolog.ingest.edge.LoopbackHostFilter;
import io.melolog.ingest.edge.OriginFilter;
import io.melolog.ingest.edge.RequestIdFilter;
import io.melolog.ingest.edge.SecurityHeadersFilter;
import jakarta.servlet.Filter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every request passes, in this order. */
@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {
    @Bean
    EdgeProperties edgeProperties(IngestProperties properties) {
        return new EdgeProperties(
                properties.http().cors().allowedOrigins(),
                properties.auth().mode() == Mode.NONE,
                properties.http().hsts());
    }

    @Bean
    FilterRegistrationBean<Filter> requestIds() {
        return at(1, new RequestIdFilter());
    }

    @Bean
    FilterRegistrationBean<Filter> securityHeaders(EdgeProperties properties) {
        return at(2, new SecurityHeadersFilter(properties));
    }

    @Bean
    FilterRegistrationBean<Filter> loopbackHosts(EdgeProperties properties) {
        return at(3, new LoopbackHostFilter(properties));
    }

    @Bean
    FilterRegistrationBean<Filter> origins(EdgeProperties properties) {
        return at(4, new OriginFilter(properties));
    }

    private static FilterRegistrationBean<Filter> at(int order, Filter filter) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }
}
