package io.melolog.standalone.cli;

import io.melolog.schemas.topic.Retention;
import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the catalogue of topics. */
@Command(name = "topics", description = "Lists the Kafka topics.", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TopicsCommand implements Runnable {
    private static final String ROW = "%-38s %-9s %-10s %s%n";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(ROW, "TOPIC", "KEY", "KEPT", "WHAT IT HOLDS");
        for (Topic<?> topic : Topics.all()) {
            String key = topic.key().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            out.printf(ROW, topic.name(), key, kept(topic.retention()), topic.purpose());
        }
        out.flush();
    }

    private static String kept(Retention retention) {
        return switch (retention) {
            case Retention.Forever forever -> "for ever";
            case Retention.Compacted compacted -> "newest";
            case Retention.For limited -> text(limited.duration());
        };
    }

    private static String text(Duration duration) {
        long hours = duration.toHours();
        return hours % 24 == 0 ? hours / 24 + " days" : hours + " hours";
    }
}
