package io.melolog.notifier.app;

import io.melolog.notifier.jobstatus.NotifierMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The notifier as a process of its own, and as a part of a bigger one. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NotifierProperties.class)
public class NotifierApplication {
    public static void main(String[] args) {
        new SpringApplicationBuilder(NotifierApplication.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties("spring.main.keep-alive=true")
                .run(args);
    }

    @Bean
    NotifierMetrics notifierMetrics(ObjectProvider<MeterRegistry> registries) {
        return new NotifierMetrics(
                registries.getIfAvailable(() -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
    }

    @Bean
    StatusStreams statusStreams(NotifierProperties properties, NotifierMetrics metrics, ObjectProvider<Clock> clocks) {
        return new StatusStreams(properties, metrics, clocks.getIfAvailable(Clock::systemUTC));
    }
}
