package org.qfsync;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.qfsync.domain.SyncException;
import org.qfsync.job.Run;
import org.qfsync.job.RunKind;
import org.qfsync.job.RunListener;
import org.qfsync.job.RunResult;
import org.qfsync.notify.Advice;
import org.qfsync.notify.Notifier;
import org.qfsync.notify.RunNews;
import org.qfsync.report.ConsentNotes;
import org.qfsync.report.Remedies;
import org.qfsync.report.Repairs;
import org.qfsync.report.RunReport;
import org.qfsync.report.RunReports;
import org.qfsync.store.DatabaseInUseException;
import org.qfsync.token.TokenPolicy;
import org.qfsync.token.Tokens;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Takes what the job tells of runs to whoever tells people. */
final class RunNotices implements RunListener {
    /** As the books call it, as soon as they can be written again. */
    private static final String DATABASE = "database_failed";

    private final Notifier notifier;
    private final Supplier<Sources> sources;

    RunNotices(Notifier notifier, Supplier<Sources> sources) {
        this.notifier = notifier;
        this.sources = sources;
    }

    /** What is read after a run; there is none of it without a database. */
    record Sources(RunReports reports, Tokens tokens, TokenPolicy policy, Optional<URI> consentPage, Clock clock) {
        Optional<RunNews> news(long runId) {
            return reports.find(runId).map(this::news);
        }

        private RunNews news(RunReport report) {
            Instant unusedSince =
                    clock.instant().minus(policy.refreshTokenLifetime()).plus(policy.lapseWarning());
            Optional<RunNews.SecretAge> secret = tokens.secretAge()
                    .note()
                    .map(age -> new RunNews.SecretAge(age.fingerprint(), age.due(), age.words()));
            ConsentNotes consents = new ConsentNotes(consentPage, List.of());
            return new RunNews(
                    report, Repairs.of(report, consents), tokens.vault().clientId(), unusedSince, secret);
        }
    }

    /** A pass of its own is no part of a night. */
    @Override
    public void died(List<Run> runs) {
        runs.stream()
                .filter(run -> run.kind() != RunKind.SUBSET)
                .flatMap(run -> sources.get().news(run.id()).stream())
                .forEach(notifier::died);
    }

    @Override
    public void began(Run run) {
        if (run.kind() != RunKind.SUBSET) {
            notifier.began(run.night());
        }
    }

    @Override
    public void ended(RunResult result) {
        tell(() -> result.run().map(Run::id), notifier::ended);
    }

    @Override
    public void endedForNow(RunResult result) {
        tell(() -> result.run().map(Run::id), notifier::endedForNow);
    }

    @Override
    public boolean owes() {
        return notifier.owed().isPresent();
    }

    @Override
    public void notRepeated() {
        tell(notifier::owed, notifier::settle);
    }

    private void tell(Supplier<Optional<Long>> run, Consumer<RunNews> teller) {
        try {
            run.get().flatMap(id -> sources.get().news(id)).ifPresent(teller);
        } catch (DataAccessException e) {
            broke(e);
        }
    }

    /** Who finds the database in another process's hands has not failed: that process is at work. */
    @Override
    public void broke(RuntimeException failure) {
        SyncException told = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseInUseException) {
                return;
            }
            if (told == null && cause instanceof SyncException ours) {
                told = ours;
            }
        }
        if (told != null) {
            notifier.broke(told.code(), advice(told.code(), told.getMessage(), told.hint()));
        } else if (failure instanceof DataAccessException || failure instanceof TransactionException) {
            notifier.broke(DATABASE, advice(DATABASE, "The database cannot be used", "The log says more."));
        } else {
            // Its message may be anything.
            notifier.broke(
                    "defect",
                    advice("defect", "A defect (" + failure.getClass().getSimpleName() + ")", "The log says more."));
        }
    }

    private static Advice advice(String cause, String title, String hint) {
        return new Advice(cause, title, hint, 0, List.of(), List.of(Remedies.CHECK, Remedies.RUN), true);
    }
}
