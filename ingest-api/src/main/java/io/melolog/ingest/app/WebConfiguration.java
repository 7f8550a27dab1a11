package io.melolog.ingest.app;

import io.melolog.ingest.problem.ProblemAdvice;
import io.melolog.ingest.problem.ProblemReportValve;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Spring MVC on Tomcat, put together by hand: no auto-configuration is needed, and none has to be read at start. */
@Configuration(proxyBeanMethods = false)
@EnableWebMvc
class WebConfiguration implements WebMvcConfigurer {
    private static final long SHUTDOWN_MILLIS = 10_000;
    private static final int READ_TIMEOUT_MILLIS = 20_000;
    /** How much of a refused upload is still read after the answer, so that clients that send first and listen later hear it. */
    private static final int SWALLOWED_BYTES = 512 << 20;

    /** Of a request's line and headers together: room for a token, not for a flood. */
    private static final int MAX_HEADER_BYTES = 16 * 1024;

    private static final int MAX_HEADERS = 64;
    private static final int MAX_TRAILER_BYTES = 1024;
    /** Of a query. Multipart forms are read by us, within limits of their own; no call takes any other form. */
    private static final int MAX_PARAMETERS = 32;

    private static final int MAX_FORM_BYTES = 8 * 1024;

    @Bean
    TomcatServletWebServerFactory webServerFactory(IngestProperties properties) throws UnknownHostException {
        TomcatServletWebServerFactory factory =
                new TomcatServletWebServerFactory(properties.http().port());
        factory.setAddress(InetAddress.getByName(properties.http().address()));
        factory.setShutdown(Shutdown.GRACEFUL);
        factory.setRegisterDefaultServlet(false);
        factory.setDisableMBeanRegistry(true);
        factory.addConnectorCustomizers(WebConfiguration::customize);
        factory.addContextCustomizers(WebConfiguration::reportProblems);
        return factory;
    }

    private static void customize(Connector connector) {
        connector.setXpoweredBy(false);
        connector.setMaxParameterCount(MAX_PARAMETERS);
        connector.setMaxPostSize(MAX_FORM_BYTES);
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            http.setExecutor(new VirtualThreadExecutor("ingest-http-"));
            http.setConnectionTimeout(READ_TIMEOUT_MILLIS);
            http.setMaxSwallowSize(SWALLOWED_BYTES);
            http.setMaxHttpRequestHeaderSize(MAX_HEADER_BYTES);
            http.setMaxHeaderCount(MAX_HEADERS);
            http.setMaxTrailerSize(MAX_TRAILER_BYTES);
        }
    }

    private static void reportProblems(Context context) {
        if (context.getParent() instanceof StandardHost host) {
            host.setErrorReportValveClass(ProblemReportValve.class.getName());
        }
    }

    @Bean
    DispatcherServlet dispatcherServlet(WebApplicationContext context) {
        return new DispatcherServlet(context);
    }

    @Bean
    ServletRegistrationBean<DispatcherServlet> dispatcherRegistration(DispatcherServlet servlet) {
        ServletRegistrationBean<DispatcherServlet> registration = new ServletRegistrationBean<>(servlet, "/");
        registration.setLoadOnStartup(1);
        return registration;
    }

    @Bean
    ProblemAdvice problemAdvice() {
        return new ProblemAdvice();
    }

    @Bean
    DefaultLifecycleProcessor lifecycleProcessor() {
        DefaultLifecycleProcessor processor = new DefaultLifecycleProcessor();
        processor.setTimeoutPerShutdownPhase(SHUTDOWN_MILLIS);
        return processor;
    }

    /** Nulls are written: clients of the contract may rely on every field being there. */
    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
        builder.withJsonConverter(
                new JacksonJsonHttpMessageConverter(JsonMapper.builder().build()));
    }
}
