package org.qfsync.notify;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.qfsync.domain.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was told while there was no database to write it down in: a small file in the home. The next run that ends
 * carries it over.
 *
 * @param cause a stable word for why nothing could run
 * @param since when that was first noticed
 * @param told when each channel was told
 */
record Outage(String cause, Instant since, Map<String, Instant> told) {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
    private static final String FILE = "outage-told.properties";
    private static final String CHANNEL = "told.";

    Outage {
        told = Map.copyOf(told);
    }

    static Optional<Outage> find(Path home) {
        Path file = home.resolve(FILE);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        Properties kept = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            kept.load(reader);
            Map<String, Instant> told = new TreeMap<>();
            kept.stringPropertyNames().stream()
                    .filter(name -> name.startsWith(CHANNEL))
                    .forEach(name -> told.put(name.substring(CHANNEL.length()), Instant.parse(kept.getProperty(name))));
            return Optional.of(
                    new Outage(kept.getProperty("cause", ""), Instant.parse(kept.getProperty("since", "")), told));
        } catch (IOException | IllegalArgumentException | java.time.DateTimeException e) {
            LOG.warn("{} cannot be read, so people may be told again of what they know", file);
            return Optional.empty();
        }
    }

    boolean isToBeTold(String channel, Instant now, Duration remindAfter) {
        Instant last = told.get(channel);
        return last == null || !last.plus(remindAfter).isAfter(now);
    }

    /** How often it is time to tell it again. */
    long reminders(Instant now, Duration remindAfter) {
        return Duration.between(since, now).dividedBy(remindAfter);
    }

    Outage withTold(String channel, Instant at) {
        Map<String, Instant> more = new TreeMap<>(told);
        more.put(channel, at);
        return new Outage(cause, since, more);
    }

    void save(Path home) {
        Properties kept = new Properties();
        kept.setProperty("cause", cause);
        kept.setProperty("since", since.toString());
        told.forEach((channel, at) -> kept.setProperty(CHANNEL + channel, at.toString()));
        StringWriter text = new StringWriter();
        try {
            kept.store(text, null);
            PrivateFiles.replace(home.resolve(FILE), text.toString());
        } catch (IOException e) {
            LOG.warn("{} cannot be written, so people will be told again", home.resolve(FILE));
        }
    }

    static void forget(Path home) {
        try {
            Files.deleteIfExists(home.resolve(FILE));
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted; delete it, or people are told again of what is over", home.resolve(FILE));
        }
    }
}
