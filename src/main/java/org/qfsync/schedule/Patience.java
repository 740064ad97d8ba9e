package org.qfsync.schedule;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.quartz.JobExecutionException;
import org.quartz.JobPersistenceException;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Asks something of the database until it answers, as the scheduler itself does when a fire is due in an outage. */
final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    private final Duration betweenLooks;
    private final Duration longest;
    private final Consumer<Exception> tell;

    /**
     * @param longest how long to go on, if the database is there and fails: that may never end
     * @param tell called once for each question that a second look did not answer either
     */
    Patience(Duration betweenLooks, Duration longest, Consumer<Exception> tell) {
        this.betweenLooks = betweenLooks;
        this.longest = longest;
        this.tell = tell;
    }

    /**
     * Something that is asked of the database.
     *
     * @param <T> the answer
     */
    interface Question<T> {
        T ask() throws SchedulerException;
    }

    /**
     * Returns the answer, however long the database is away.
     *
     * @param isEnding true once nobody waits for it any more
     */
    <T> T ask(Question<T> question, Question<Boolean> isEnding) throws SchedulerException {
        for (int looks = 1; ; looks++) {
            try {
                T answer = question.ask();
                if (looks > 1) {
                    LOG.info("The database answers again; the schedule goes on");
                }
                return answer;
            } catch (JobPersistenceException | DataAccessException e) {
                noted(looks, e);
                boolean isToGiveUp =
                        !isAway(e) && betweenLooks.multipliedBy(looks).compareTo(longest) > 0;
                if (isToGiveUp || isEnding.ask()) {
                    throw e;
                }
                pause();
            }
        }
    }

    /** One failure may be a connection that broke: the next one tells. */
    private void noted(int looks, Exception failure) {
        if (looks == 1) {
            LOG.warn(
                    "A fire of the schedule waits until the database answers: {}",
                    failure.getClass().getSimpleName());
        } else if (looks == 2) {
            tell.accept(failure);
        }
    }

    /** Waits until the next look. */
    void pause() throws JobExecutionException {
        try {
            TimeUnit.NANOSECONDS.sleep(betweenLooks.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobExecutionException("Interrupted while it waited", e);
        }
    }

    /** There is no connection, or none to be had (SQLSTATE classes 08 and 53, and 57P of PostgreSQL): that passes. */
    private static boolean isAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLNonTransientConnectionException
                    || cause instanceof SQLRecoverableException
                    || (cause instanceof SQLException sql
                            && String.valueOf(sql.getSQLState()).matches("(08|53|57P).*"))) {
                return true;
            }
        }
        return false;
    }
}
