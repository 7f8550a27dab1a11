package io.melolog.standalone.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.logging.LogManager;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Logging of the command line: the console shows what a person must know, the whole log goes to {@code logs/melolog.log} of the data folder. Done
 * in code, since reading a configuration file would cost a tenth of the start-up.
 *
 * <p>Logback finds this class as its {@link Configurator}; unless {@link #install} was called before, it leaves the configuration to the next.
 */
public final class QuietLogging extends ContextAwareBase implements Configurator {
    private static final String FILE_PROPERTY = "melolog.log.file";
    private static final String NO_FILE = "none";
    private static final String FILE_PATTERN = "%d{ISO8601} %-5level [%thread] %logger{36} %msg %kvp %mdc%n";
    private static final String CONSOLE_PATTERN = "%level: %msg %kvp%n%nopex";
    private static final FileSize MAX_FILE_SIZE = FileSize.valueOf("20MB");
    private static final int OLD_FILES = 3;

    /** Before the first logger is made: everything to the log file of that data folder. */
    static void install(Path dataDir) {
        set(dataDir.resolve("logs").resolve("melolog.log").toString());
    }

    /** Before the first logger is made: no log file. */
    static void installWithoutFile() {
        set(NO_FILE);
    }

    private static void set(String file) {
        System.setProperty(FILE_PROPERTY, file);
        // Each of the four contexts would configure logging again.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        LogManager.getLogManager().reset();
        SLF4JBridgeHandler.install();
    }

    @Override
    public ExecutionStatus configure(LoggerContext logging) {
        String file = System.getProperty(FILE_PROPERTY);
        if (file == null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        var root = logging.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(console(logging));
        if (!file.equals(NO_FILE)) {
            root.addAppender(rollingFile(logging, file));
        }
        // A broker says a lot at INFO, and clients warn about a broker that is about to come up.
        for (String wordy :
                new String[] {"org.apache.kafka", "kafka", "state.change.logger", "org.gaul", "org.apache"}) {
            logging.getLogger(wordy).setLevel(Level.WARN);
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static Appender<ILoggingEvent> console(LoggerContext logging) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget("System.err");
        console.addFilter(new ForPeople());
        return started(logging, console, CONSOLE_PATTERN);
    }

    /** What went wrong on our side, and what the command line itself warns of; brokers and libraries report only to the file. */
    private static final class ForPeople extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            Level least = event.getLoggerName().startsWith("io.melolog.standalone") ? Level.WARN : Level.ERROR;
            boolean ours = event.getLoggerName().startsWith("io.melolog.");
            return ours && event.getLevel().isGreaterOrEqual(least) ? FilterReply.NEUTRAL : FilterReply.DENY;
        }
    }

    private static Appender<ILoggingEvent> rollingFile(LoggerContext logging, String file) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setFile(file);
        FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
        window.setContext(logging);
        window.setParent(appender);
        window.setFileNamePattern(file + ".%i");
        window.setMinIndex(1);
        window.setMaxIndex(OLD_FILES);
        window.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(logging);
        size.setMaxFileSize(MAX_FILE_SIZE);
        size.start();
        appender.setRollingPolicy(window);
        appender.setTriggeringPolicy(size);
        return started(logging, appender, FILE_PATTERN);
    }

    private static Appender<ILoggingEvent> started(
            LoggerContext logging, OutputStreamAppender<ILoggingEvent> appender, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logging);
        encoder.setPattern(pattern);
        encoder.start();
        appender.setContext(logging);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
