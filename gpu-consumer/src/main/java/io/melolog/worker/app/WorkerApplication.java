package io.melolog.worker.app;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The worker service on its own. */
@Configuration(proxyBeanMethods = false)
@Import(WorkerConfiguration.class)
public class WorkerApplication {
    /** Runs until it is told to stop; running work then has its grace period. */
    public static void main(String[] args) {
        new SpringApplicationBuilder(WorkerApplication.class)
                .web(WebApplicationType.NONE)
                .properties("logging.level.org.apache.kafka=WARN", "spring.main.banner-mode=off")
                .run(args);
    }
}
