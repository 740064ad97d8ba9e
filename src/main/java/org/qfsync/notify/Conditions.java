package org.qfsync.notify;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.Verdict;
import org.qfsync.report.DriftNote;
import org.qfsync.report.Remedies;
import org.qfsync.report.Repairs;
import org.qfsync.report.RunHead;
import org.qfsync.report.RunReport;
import org.qfsync.report.Spans;
import org.qfsync.report.TextTable;
import org.qfsync.report.UserCounts;
import org.qfsync.store.Hold;

/** Judges how each subject is after a run. What a run cannot tell is left out, and stays as it was. */
final class Conditions {
    private static final String USERS = "qfsync users list";

    private final Standing standing;
    private final NotifyProperties properties;
    private final Clock clock;

    Conditions(Standing standing, NotifyProperties properties, Clock clock) {
        this.standing = standing;
        this.properties = properties;
        this.clock = clock;
    }

    List<Condition> after(RunNews news) {
        List<Condition> conditions = new ArrayList<>();
        night(news).ifPresent(conditions::add);
        conditions.add(freshness());
        Standing.Grants grants = standing.grants(news.clientId(), news.unusedSince());
        conditions.add(consent(grants, news.advice()));
        conditions.add(holds(news.report().held(), news.advice()));
        drift(news.report()).ifPresent(conditions::add);
        news.secret().map(Conditions::secret).ifPresent(conditions::add);
        conditions.add(lapse(grants.lapsing()));
        return conditions;
    }

    /** A pass of its own is no part of a night, and who stopped one knows it. */
    private Optional<Condition> night(RunNews news) {
        RunHead run = news.report().run();
        Optional<Verdict> verdict = run.verdict().filter(word -> word != Verdict.STOPPED);
        if (verdict.isEmpty() || run.isOwnPass() || !standing.isLatest(run.night(), run.pass())) {
            return Optional.empty();
        }
        String night = "The night " + run.night();
        return Optional.of(
                switch (verdict.get()) {
                    case COMPLETED, STOPPED -> Condition.good(Subject.NIGHT, night + " is complete");
                    case PARTIAL ->
                        incomplete(
                                news,
                                Level.WARNING,
                                night + " is partial: " + users(news.report().users()));
                    case FAILED -> incomplete(news, Level.FAILURE, night + " failed");
                });
    }

    private Condition incomplete(RunNews news, Level level, String title) {
        List<Advice> advice =
                news.advice().stream().filter(Advice::spoilsVerdict).toList();
        Set<String> causes = advice.stream().map(Advice::cause).collect(Collectors.toCollection(TreeSet::new));
        return new Condition(Subject.NIGHT, level, causes, news.report().users().failed(), title, advice);
    }

    private static String users(UserCounts users) {
        return users.failed() == 0
                ? "content is missing, all users are synced"
                : TextTable.number(users.failed()) + " of " + TextTable.number(users.users()) + " users failed";
    }

    private Condition freshness() {
        Optional<Duration> age = standing.lastComplete().map(at -> Duration.between(at, clock.instant()));
        if (age.filter(old -> old.compareTo(properties.staleAfter()) > 0).isEmpty()) {
            return Condition.good(Subject.FRESHNESS, "A night was complete lately");
        }
        return new Condition(
                Subject.FRESHNESS,
                Level.FAILURE,
                Set.of("stale"),
                0,
                "No night has been complete for " + Spans.words(age.get()),
                List.of(new Advice(
                        "stale",
                        "The copy becomes older each night; content that is a week old is deleted, as the terms of use"
                                + " demand.",
                        "",
                        0,
                        List.of(),
                        List.of(Remedies.CHECK, Remedies.RUN),
                        false)));
    }

    private Condition consent(Standing.Grants grants, List<Advice> advice) {
        Set<String> causes = new TreeSet<>();
        List<Advice> todo = new ArrayList<>();
        if (grants.mustConsent() >= properties.consentThreshold()) {
            causes.add("consent_needed");
            advice.stream().filter(Conditions::isForUsers).forEach(todo::add);
            if (todo.isEmpty()) {
                todo.add(new Advice(
                        "consent_needed",
                        users(grants.mustConsent()) + " must consent again",
                        "The server refuses their grants; their data stays as it is.",
                        grants.mustConsent(),
                        List.of(),
                        List.of(USERS, Remedies.CONSENT_AGAIN),
                        false));
            }
        }
        if (grants.heldBack() > 0) {
            causes.add("held_back");
            todo.add(new Advice(
                    "held_back",
                    "The grants of " + users(grants.heldBack()) + " are held back",
                    "Another copy of this database may be using them.",
                    grants.heldBack(),
                    List.of(),
                    List.of(USERS, "qfsync users release --all"),
                    false));
        }
        if (causes.isEmpty()) {
            return Condition.good(Subject.CONSENT, "No consent has to be seen to");
        }
        long waiting = (causes.contains("consent_needed") ? grants.mustConsent() : 0) + grants.heldBack();
        return new Condition(
                Subject.CONSENT, Level.WARNING, causes, waiting, "Consents wait for somebody: " + users(waiting), todo);
    }

    private static boolean isForUsers(Advice advice) {
        return !advice.spoilsVerdict()
                && advice.datasets().isEmpty()
                && advice.commands().contains(Remedies.CONSENT_AGAIN);
    }

    private static Condition holds(List<Hold> held, List<Advice> advice) {
        if (held.isEmpty()) {
            return Condition.good(Subject.HOLDS, "No loss waits for a decision");
        }
        Set<String> datasets = held.stream().map(Hold::dataset).collect(Collectors.toCollection(TreeSet::new));
        long rows = held.stream().mapToLong(Hold::rows).sum();
        return new Condition(
                Subject.HOLDS,
                Level.WARNING,
                datasets,
                held.size(),
                "Losses wait for a decision: " + TextTable.number(rows) + " rows of " + String.join(", ", datasets),
                advice.stream()
                        .filter(loss -> loss.cause().equals(Repairs.HELD_LOSS))
                        .toList());
    }

    /** Each of it is told once. Its words are the service's own, so they stay here. */
    private static Optional<Condition> drift(RunReport report) {
        if (report.drift().isEmpty()) {
            return Optional.empty();
        }
        Set<String> what = report.drift().stream().map(Conditions::word).collect(Collectors.toCollection(TreeSet::new));
        Set<String> datasets =
                report.drift().stream().map(DriftNote::dataset).collect(Collectors.toCollection(TreeSet::new));
        return Optional.of(new Condition(
                Subject.DRIFT,
                Level.NEWS,
                what,
                report.drift().size(),
                "The service's answers hold what this version does not know: " + String.join(", ", datasets),
                List.of(new Advice(
                        "drift",
                        "Nothing is lost: it is kept as it came. A later version may have columns for it.",
                        "",
                        0,
                        List.copyOf(datasets),
                        List.of(Remedies.show(report.run().id())),
                        false))));
    }

    private static String word(DriftNote note) {
        return note.dataset() + ":" + Fingerprint.of(note.kind() + " " + note.field() + " " + note.example());
    }

    private static Condition secret(RunNews.SecretAge secret) {
        if (!secret.due()) {
            return Condition.good(Subject.CLIENT_SECRET, "The client secret is young enough");
        }
        return new Condition(
                Subject.CLIENT_SECRET,
                Level.WARNING,
                Set.of(secret.fingerprint()),
                0,
                "The client secret should be replaced",
                List.of(new Advice(
                        "client_secret",
                        secret.words(),
                        "",
                        0,
                        List.of(),
                        List.of("qfsync check --candidate-secret-file FILE"),
                        false)));
    }

    private static Condition lapse(long lapsing) {
        if (lapsing == 0) {
            return Condition.good(Subject.LAPSE, "No grant is about to lapse");
        }
        return new Condition(
                Subject.LAPSE,
                Level.WARNING,
                Set.of("unused"),
                lapsing,
                "Grants of " + users(lapsing) + " soon lapse, because nothing has refreshed them for long",
                List.of(new Advice(
                        "unused",
                        "They are paused, held back, or their users always fail.",
                        "",
                        lapsing,
                        List.of(),
                        List.of(USERS),
                        false)));
    }

    private static String users(long count) {
        return TextTable.number(count) + (count == 1 ? " user" : " users");
    }
}
