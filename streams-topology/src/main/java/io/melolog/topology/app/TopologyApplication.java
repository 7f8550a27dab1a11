package io.melolog.topology.app;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The service: planner, ledger and the deletion of retired objects. Runs alone, or as one of four contexts in {@code standalone}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TopologyProperties.class)
@Import(TopologyConfiguration.class)
public class TopologyApplication {

    public static void main(String[] args) {
        new SpringApplicationBuilder(TopologyApplication.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(args);
    }
}
