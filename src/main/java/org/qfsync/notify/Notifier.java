package org.qfsync.notify;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.qfsync.domain.Verdict;
import org.qfsync.notify.Heartbeat.Ping;
import org.qfsync.notify.NotifyProperties.PartialNight;
import org.qfsync.report.RunHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells people what has changed with a run: what turned bad, worse or good again, once, over all channels that are
 * configured. What was told is written down after a channel took it, so it is told at least once, also when a process
 * dies in between; the message then has the same id. A channel that does not take it gets it at the end of the next run.
 * Nothing here fails a run or holds it up for longer than {@code QFSYNC_NOTIFY_TIMEOUT}. One run at a time.
 */
public final class Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    private final NotifyProperties properties;
    private final Channels channels;
    private final Supplier<JdbcClient> database;
    private final Place place;
    private final Clock clock;

    /**
     * Sends nothing yet.
     *
     * @param database asked for only when a run ended: that it is gone is told as well
     */
    public Notifier(NotifyProperties properties, Supplier<JdbcClient> database, Place place, Clock clock) {
        this.properties = properties;
        this.channels = Channels.of(properties);
        this.database = database;
        this.place = place;
        this.clock = clock;
    }

    /**
     * Where this program is at home.
     *
     * @param environment the service's environment that the copy is from, for messages
     * @param home the folder for what has to be remembered without a database
     */
    public record Place(String environment, Path home) {}

    /** What is configured: {@code webhook}, {@code slack}, {@code mail}, {@code heartbeat}. */
    public List<String> channels() {
        return List.copyOf(channels.hosts().keySet());
    }

    /** What is configured, and how the last message to each went from this home, beside a daemon as well. */
    public List<ChannelState> channelStates() {
        Map<String, Deliveries.Last> last = Deliveries.find(place.home()).last();
        return channels.hosts().entrySet().stream()
                .map(channel -> {
                    Optional<Deliveries.Last> sent = Optional.ofNullable(last.get(channel.getKey()));
                    return new ChannelState(
                            channel.getKey(),
                            channel.getValue(),
                            sent.map(one -> new ChannelState.Sent(one.at(), one.taken(), one.words())),
                            sent.flatMap(Deliveries.Last::owedSince));
                })
                .toList();
    }

    /** Since when people know that no run is possible; empty once one came to an end. */
    public Optional<Instant> noRunPossibleSince() {
        return Outage.find(place.home()).map(Outage::since);
    }

    /** A night begins. */
    public void began(LocalDate night) {
        if (properties.heartbeat().isPresent() && new Standing(database.get()).isLatest(night)) {
            channels.pingStart();
        }
    }

    /**
     * The process of a run died, and this one found it so. Of one that ended by what people were told of without a
     * database, as its books then say, they hear nothing new: it is compared with that, as with anything told before.
     */
    public void died(RunNews news) {
        ended(news);
    }

    /** A run ended. */
    public void ended(RunNews news) {
        ended(news, Set.of(Subject.values()), new Standing(database.get()));
    }

    /**
     * A run ended that left its night partial, and it is repeated soon: all else is told, but of the night nothing, and
     * nothing is pinged. It may be good after all, and then nobody need know. Until then it is {@link #owed}.
     */
    public void endedForNow(RunNews news) {
        Set<Subject> others = EnumSet.allOf(Subject.class);
        others.remove(Subject.NIGHT);
        ended(news, others, new Standing(database.get()));
    }

    /**
     * The partial pass that people have not been told of. The one rule of it: how the latest night is, is owed as long
     * as the latest pass over it that was not stopped is partial, and ended after it was last written down how the
     * night is. That is written whenever the night is told, and never by {@link #endedForNow}; so nothing that ends the
     * repetitions, the death of the process least, can lose it. Whoever repeats nights asks for it to be told, by
     * {@link #settle}, as soon as no repetition is to come.
     */
    public Optional<Long> owed() {
        Told night = new NotificationStates(database.get())
                .of(NotificationStates.TRUTH)
                .getOrDefault(Subject.NIGHT, Told.nothing(Instant.EPOCH));
        return Standing.withoutStopped(database.get()).latestIfPartialSince(night.at());
    }

    /** Nobody repeats the night of the pass that is {@link #owed}: it is told, though one after it may have been stopped. */
    public void settle(RunNews news) {
        ended(news, EnumSet.of(Subject.NIGHT), Standing.withoutStopped(database.get()));
    }

    private void ended(RunNews news, Set<Subject> subjects, Standing standing) {
        Instant now = now();
        NotificationStates states = new NotificationStates(database.get());
        recallOutage(states);
        List<Condition> conditions = new Conditions(standing, properties, clock)
                .after(news).stream()
                        .filter(condition -> subjects.contains(condition.subject()))
                        .toList();
        Map<Subject, Told> truth = remember(conditions, states, now);
        Map<String, Announcement> announcements = new LinkedHashMap<>();
        Map<String, Message> messages = new LinkedHashMap<>();
        for (String channel : channels.names()) {
            Announcement announcement =
                    Announcement.of(conditions, states.of(channel), truth, now, properties.remindAfter());
            announcements.put(channel, announcement);
            if (!announcement.events().isEmpty()) {
                messages.put(channel, message(now, Optional.of(news.report().run()), announcement.events()));
            }
        }
        Optional<Ping> ping =
                subjects.contains(Subject.NIGHT) ? ping(news.report().run(), standing) : Optional.empty();
        Map<String, Delivery> deliveries = channels.send(messages, ping);
        announcements.forEach((channel, announcement) -> {
            Delivery delivery = deliveries.get(channel);
            if (!messages.containsKey(channel) || (delivery != null && delivery.taken())) {
                announcement.then().forEach((subject, told) -> states.save(channel, subject, told));
            }
        });
        // Without the night, whether there is something to tell of it is not known.
        boolean isAll = conditions.stream().anyMatch(condition -> condition.subject() == Subject.NIGHT)
                && subjects.size() == Subject.values().length;
        Set<String> silent = new TreeSet<>(announcements.keySet());
        silent.removeAll(messages.keySet());
        Deliveries known = Deliveries.find(place.home());
        Deliveries then = known.with(deliveries, now).owingNothing(isAll ? silent : Set.of());
        if (!then.equals(known)) {
            then.save(place.home());
        }
        say(deliveries);
    }

    /**
     * No run came to an end, or none could begin, and there may be no database.
     *
     * @param cause a stable word for why
     * @param advice what happened, and what to do
     */
    public void broke(String cause, Advice advice) {
        Instant now = now();
        Outage outage = Outage.find(place.home())
                .filter(known -> known.cause().equals(cause))
                .orElseGet(() -> new Outage(cause, now, Map.of()));
        // Before anything is sent: the id of what is sent depends on it.
        outage.save(place.home());
        Condition condition =
                new Condition(Subject.NIGHT, Level.FAILURE, Set.of(cause), 0, "No run is possible", List.of(advice));
        Event event = Announcement.problem(condition, outage.since(), outage.reminders(now, properties.remindAfter()));
        Map<String, Message> messages = new LinkedHashMap<>();
        channels.names().stream()
                .filter(channel -> outage.isToBeTold(channel, now, properties.remindAfter()))
                .forEach(channel -> messages.put(channel, message(now, Optional.empty(), List.of(event))));
        Map<String, Delivery> deliveries = channels.send(messages, Optional.of(Ping.FAIL));
        Outage after = outage;
        for (String channel : messages.keySet()) {
            Delivery delivery = deliveries.get(channel);
            if (delivery != null && delivery.taken()) {
                after = after.withTold(channel, now);
            }
        }
        after.save(place.home());
        note(known -> known.with(deliveries, now), deliveries);
        say(deliveries);
    }

    /**
     * Sends a message that says that it is a test, and a ping of success to the heartbeat.
     *
     * @param chosen channels to send to; empty for all
     * @return for each whether it took it, in words, those that failed among them
     */
    public List<Tested> test(Set<String> chosen) {
        Instant now = now();
        Event event = new Event(
                Message.id("test " + now),
                "test",
                Change.TEST,
                Level.GOOD,
                now,
                "This channel gets what qfsync has to tell. Nothing happened.",
                0,
                List.of());
        Map<String, Message> messages = new LinkedHashMap<>();
        channels.names().stream()
                .filter(channel -> chosen.isEmpty() || chosen.contains(channel))
                .forEach(channel -> messages.put(channel, message(now, Optional.empty(), List.of(event))));
        boolean heartbeat = chosen.isEmpty() || chosen.contains(Heartbeat.NAME);
        List<Tested> tested = new ArrayList<>();
        Map<String, Delivery> deliveries =
                channels.send(messages, heartbeat ? Optional.of(Ping.SUCCESS) : Optional.empty());
        deliveries.forEach((channel, delivery) -> tested.add(new Tested(channel, delivery.taken(), delivery.words())));
        note(known -> known.withTests(deliveries, now), deliveries);
        return tested;
    }

    /**
     * What a channel did with a test.
     *
     * @param words how it answered, free of addresses and secrets
     */
    public record Tested(String channel, boolean taken, String words) {}

    /** As exactly as the database keeps it, because ids are made of it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private Message message(Instant now, Optional<RunHead> run, List<Event> events) {
        Optional<URI> page = properties
                .console()
                .map(base -> run.map(ended -> URI.create(base + "/runs/" + ended.id()))
                        .orElse(base));
        return new Message(now, place.environment(), run, page, events);
    }

    /** Writes down how things are; returns since when. */
    private static Map<Subject, Told> remember(List<Condition> conditions, NotificationStates states, Instant now) {
        Map<Subject, Told> truth = new EnumMap<>(Subject.class);
        truth.putAll(states.of(NotificationStates.TRUTH));
        for (Condition condition : conditions) {
            Told before = truth.getOrDefault(condition.subject(), Told.nothing(now));
            boolean turned = before.level().isBad() != condition.level().isBad();
            Told after = new Told(
                    condition.level(),
                    condition.causes(),
                    condition.size(),
                    turned ? now : before.since(),
                    now,
                    before.number() + (turned ? 1 : 0));
            truth.put(condition.subject(), after);
            states.save(NotificationStates.TRUTH, condition.subject(), after);
        }
        return truth;
    }

    /** What was told without a database was told: now it is written down where it belongs. */
    private void recallOutage(NotificationStates states) {
        Outage.find(place.home()).ifPresent(outage -> {
            outage.told().forEach((channel, at) -> {
                Told before = states.of(channel).getOrDefault(Subject.NIGHT, Told.nothing(at));
                states.save(
                        channel,
                        Subject.NIGHT,
                        new Told(Level.FAILURE, Set.of(outage.cause()), 0, outage.since(), at, before.number() + 1));
            });
            Outage.forget(place.home());
        });
    }

    private Optional<Ping> ping(RunHead run, Standing standing) {
        Optional<Verdict> verdict = run.verdict().filter(word -> word != Verdict.STOPPED);
        if (verdict.isEmpty() || run.isOwnPass() || !standing.isLatest(run.night(), run.pass())) {
            return Optional.empty();
        }
        return switch (verdict.get()) {
            case COMPLETED -> Optional.of(Ping.SUCCESS);
            case FAILED -> Optional.of(Ping.FAIL);
            case PARTIAL ->
                properties.partial() == PartialNight.NOTHING
                        ? Optional.empty()
                        : Optional.of(properties.partial() == PartialNight.FAIL ? Ping.FAIL : Ping.SUCCESS);
            case STOPPED -> Optional.empty();
        };
    }

    private void note(UnaryOperator<Deliveries> adding, Map<String, Delivery> deliveries) {
        if (!deliveries.isEmpty()) {
            adding.apply(Deliveries.find(place.home())).save(place.home());
        }
    }

    private static void say(Map<String, Delivery> deliveries) {
        deliveries.forEach((channel, delivery) -> {
            if (delivery.taken()) {
                LOG.info("Told {}: {}", channel, delivery.words());
            } else {
                LOG.warn(
                        "Could not tell {}: {}; it is told at the end of the next run. Try it: qfsync notify test",
                        channel,
                        delivery.words());
            }
        });
    }
}
