package io.melolog.ingest.app;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The service: uploads, jobs and artifacts over HTTP. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngestProperties.class)
@Import({
    LogConfiguration.class,
    ServiceConfiguration.class,
    AccessConfiguration.class,
    EdgeConfiguration.class,
    WebConfiguration.class,
    DocumentationConfiguration.class
})
public class IngestApplication {
    public static void main(String[] args) {
        new SpringApplicationBuilder(IngestApplication.class)
                .properties("logging.pattern.correlation=[%X{requestId:-}] ")
                .web(WebApplicationType.SERVLET)
                .bannerMode(Banner.Mode.OFF)
                .run(args);
    }
}
