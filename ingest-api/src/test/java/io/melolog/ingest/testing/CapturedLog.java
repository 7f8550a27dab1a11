package io.melolog.ingest.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * What this process logs while it is open, in words: messages, key-values, MDC, stack traces; ours and Spring's in detail. To be opened after the
 * replicas have started, which configures logging anew.
 */
public final class CapturedLog implements AutoCloseable {
    private final Logger root = logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<Logger> detailed =
            List.of(logger("io.melolog"), logger("org.springframework"), logger("audit"), logger("com.nimbusds"));
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(inWords(event));
        }
    };

    public CapturedLog() {
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
        detailed.forEach(logger -> {
            logger.setLevel(Level.DEBUG);
            logger.setAdditive(false);
            logger.addAppender(appender);
        });
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    /** One text for each event, the logger's name first. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    private static String inWords(ILoggingEvent event) {
        String trace = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        return event.getLoggerName() + " " + event.getFormattedMessage() + " " + event.getKeyValuePairs() + " "
                + event.getMDCPropertyMap() + " " + trace;
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        detailed.forEach(logger -> {
            logger.detachAppender(appender);
            logger.setAdditive(true);
            logger.setLevel(Level.INFO);
        });
        appender.stop();
    }
}
