package org.qfsync.notify;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.qfsync.domain.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the last message to each channel went: a small file in the home, so that it can be looked at beside a daemon and
 * without a database. It is for looking at; what is told next goes by {@code ops.notification_state}.
 *
 * @param last by channel; none of one that was never sent to
 */
record Deliveries(Map<String, Last> last) {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final String FILE = "notifications-last.properties";

    Deliveries {
        last = Map.copyOf(last);
    }

    /**
     * Of one channel.
     *
     * @param words how it answered, free of addresses and secrets
     * @param owedSince since when there is something that it has not taken; empty if there is nothing
     */
    record Last(Instant at, boolean taken, String words, Optional<Instant> owedSince) {}

    static Deliveries find(Path home) {
        Path file = home.resolve(FILE);
        Map<String, Last> last = new TreeMap<>();
        if (Files.exists(file)) {
            Properties kept = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                kept.load(reader);
                kept.stringPropertyNames().stream()
                        .filter(name -> name.endsWith(".at"))
                        .map(name -> name.replaceFirst("\\.at$", ""))
                        .forEach(channel -> last.put(channel, read(kept, channel)));
            } catch (IOException | IllegalArgumentException | DateTimeException e) {
                LOG.warn("{} cannot be read, so it is not known how the last messages went", file);
            }
        }
        return new Deliveries(last);
    }

    private static Last read(Properties kept, String channel) {
        return new Last(
                Instant.parse(kept.getProperty(channel + ".at")),
                Boolean.parseBoolean(kept.getProperty(channel + ".taken")),
                kept.getProperty(channel + ".words", ""),
                Optional.ofNullable(kept.getProperty(channel + ".owed")).map(Instant::parse));
    }

    /** A test that arrives is no news that was told, and one that does not owes nobody anything. */
    Deliveries withTests(Map<String, Delivery> deliveries, Instant now) {
        return with(deliveries, now, true);
    }

    Deliveries with(Map<String, Delivery> deliveries, Instant now) {
        return with(deliveries, now, false);
    }

    private Deliveries with(Map<String, Delivery> deliveries, Instant now, boolean tests) {
        Map<String, Last> more = new TreeMap<>(last);
        deliveries.forEach((channel, delivery) -> {
            Optional<Instant> owed = Optional.ofNullable(last.get(channel)).flatMap(Last::owedSince);
            // Nobody sends an old ping again.
            if (!tests && !channel.equals(Heartbeat.NAME)) {
                owed = delivery.taken() ? Optional.empty() : Optional.of(owed.orElse(now));
            }
            more.put(channel, new Last(now, delivery.taken(), delivery.words(), owed));
        });
        return new Deliveries(more);
    }

    /** What these channels did not take is no longer so: there is nothing to tell them. */
    Deliveries owingNothing(Set<String> channels) {
        Map<String, Last> now = new TreeMap<>(last);
        channels.forEach(channel -> now.computeIfPresent(
                channel, (name, one) -> new Last(one.at(), one.taken(), one.words(), Optional.empty())));
        return new Deliveries(now);
    }

    void save(Path home) {
        Properties kept = new Properties();
        last.forEach((channel, one) -> {
            kept.setProperty(channel + ".at", one.at().toString());
            kept.setProperty(channel + ".taken", String.valueOf(one.taken()));
            kept.setProperty(channel + ".words", one.words());
            one.owedSince().ifPresent(since -> kept.setProperty(channel + ".owed", since.toString()));
        });
        StringWriter text = new StringWriter();
        try {
            kept.store(text, null);
            PrivateFiles.replaceUnforced(home.resolve(FILE), text.toString());
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be written, so qfsync check cannot tell how the last messages went", home.resolve(FILE));
        }
    }
}
