package io.melolog.ingest.app;

import io.melolog.ingest.openapi.DocsController;
import io.melolog.ingest.problem.ProblemController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the API says of itself. */
@Configuration(proxyBeanMethods = false)
class DocumentationConfiguration {
    @Bean
    DocsController docsController() {
        return new DocsController();
    }

    @Bean
    ProblemController problemController() {
        return new ProblemController();
    }
}
