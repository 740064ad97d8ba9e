package org.qfsync.console;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.qfsync.analytics.NamedQuery;
import org.qfsync.analytics.OutputFormat;
import org.qfsync.analytics.QueryException;
import org.qfsync.analytics.QueryResult;
import org.qfsync.analytics.QueryRunner;
import org.qfsync.analytics.ResultColumn;
import org.qfsync.analytics.RowPrinter;
import org.qfsync.domain.SyncException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/**
 * Answers questions, a few at a time and within limits of time and of rows, so that whoever asks much slows neither the
 * night nor the other pages down. Each has a connection of the reader's account, none of the program's pool, and gives
 * it back before the answer goes out: a slow line holds nothing up. Thread-safe.
 */
final class QuestionDesk {
    /** How many questions are answered at once. */
    static final int AT_ONCE = 2;

    /** How many rows a page shows. */
    static final int SHOWN = 500;

    /** How many rows a download holds; it is put together in memory. */
    static final int DOWNLOADED = 100_000;

    /** How long who comes next waits for a place. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(QuestionDesk.class);

    private final QueryRunner runner;
    private final Duration patience;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    QuestionDesk(QueryRunner runner, Duration patience) {
        this.runner = runner;
        this.patience = patience;
    }

    /** How many rows a download holds at most. */
    int downloaded() {
        return Math.min(DOWNLOADED, runner.maxRows());
    }

    /**
     * Answers for a page.
     *
     * @throws QuestionFailedException if there is no answer
     */
    QueryResult answer(NamedQuery query, Map<String, String> parameters) {
        return seated(query, () -> runner.run(query, parameters, SHOWN));
    }

    /**
     * Answers for a file.
     *
     * @throws QuestionFailedException if there is no answer
     */
    Download download(NamedQuery query, Map<String, String> parameters, OutputFormat format) {
        return seated(query, () -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            PrintWriter out = new PrintWriter(bytes, false, StandardCharsets.UTF_8);
            List<RowPrinter> opened = new ArrayList<>();
            QueryRunner.Answer answer = runner.stream(query, parameters, DOWNLOADED, columns -> {
                RowPrinter printer = RowPrinter.of(
                        format, columns.stream().map(ResultColumn::heading).toList(), out);
                opened.add(printer);
                return printer::row;
            });
            opened.forEach(RowPrinter::close);
            return new Download(bytes, answer.rows(), answer.truncated());
        });
    }

    private <T> T seated(NamedQuery query, Supplier<T> work) {
        takePlace();
        try {
            return work.get();
        } catch (QueryException e) {
            throw failed(query, e);
        } catch (SyncException e) {
            LOG.warn("The question {} of the console was not asked: {}", query.name(), e.getMessage());
            throw new QuestionFailedException(HttpStatus.INTERNAL_SERVER_ERROR, e.getMessage() + ". " + e.hint(), e);
        } finally {
            places.release();
        }
    }

    private void takePlace() {
        boolean taken;
        try {
            taken = places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            taken = false;
        }
        if (!taken) {
            throw new QuestionFailedException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    AT_ONCE + " questions are being answered already, and no more at once, so that the night keeps its"
                            + " strength. Ask again in some seconds.");
        }
    }

    private static RuntimeException failed(NamedQuery query, QueryException failure) {
        if (failure.reason() == QueryException.Reason.TOO_LONG) {
            LOG.info("The question {} of the console was cut off: it took too long", query.name());
            return new QuestionFailedException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "It took too long and was cut off. Narrow the question by its fields and ask again, or have queries"
                            + " given more time: QFSYNC_QUERY_TIMEOUT.",
                    failure);
        }
        if (failure.reason() == QueryException.Reason.PARAMETER) {
            return new QuestionFailedException(HttpStatus.BAD_REQUEST, failure.getMessage() + ".", failure);
        }
        if (ErrorPages.isDatabaseAway(failure)) {
            return failure;
        }
        LOG.warn("The question {} of the console was refused: {}", query.name(), failure.getMessage());
        return new QuestionFailedException(
                HttpStatus.INTERNAL_SERVER_ERROR,
                failure.getMessage() + ". Look whether the fields are filled in as their hints say; if they are: qfsync"
                        + " check",
                failure);
    }

    /**
     * A file that is whole.
     *
     * @param cut true if there was more than it may hold
     */
    record Download(ByteArrayOutputStream bytes, long rows, boolean cut) {}
}
