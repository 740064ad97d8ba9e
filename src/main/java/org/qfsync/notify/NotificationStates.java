package org.qfsync.notify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.qfsync.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** {@code ops.notification_state}: what each channel was told last. Whoever writes it holds the right to run. */
final class NotificationStates {
    /** The row of how a subject is, whoever was told. */
    static final String TRUTH = "";

    private final JdbcClient jdbc;

    NotificationStates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<Subject, Told> of(String channel) {
        Map<Subject, Told> told = new EnumMap<>(Subject.class);
        jdbc.sql("SELECT * FROM ops.notification_state WHERE channel = :channel")
                .param("channel", channel)
                .query(row -> {
                    Told last = read(row);
                    subject(row.getString("subject")).ifPresent(subject -> told.put(subject, last));
                });
        return told;
    }

    private static Told read(ResultSet row) throws SQLException {
        String[] causes = JsonMapper.shared().readValue(row.getString("causes"), String[].class);
        return new Told(
                Level.of(row.getString("level")),
                Set.of(causes),
                row.getLong("amount"),
                Timestamps.at(row, "since"),
                Timestamps.at(row, "told_at"),
                row.getLong("times_told"));
    }

    /** A later version may have spoken of more. */
    private static Optional<Subject> subject(String id) {
        return Arrays.stream(Subject.values())
                .filter(subject -> subject.id().equals(id))
                .findFirst();
    }

    void save(String channel, Subject subject, Told told) {
        if (write("""
                UPDATE ops.notification_state SET level = :level, causes = :causes, amount = :amount, since = :since,
                    told_at = :at, times_told = :times
                WHERE channel = :channel AND subject = :subject
                """, channel, subject, told) == 0) {
            write("""
                    INSERT INTO ops.notification_state (channel, subject, level, causes, amount, since, told_at, times_told)
                    VALUES (:channel, :subject, :level, :causes, :amount, :since, :at, :times)
                    """, channel, subject, told);
        }
    }

    private int write(String sql, String channel, Subject subject, Told told) {
        return jdbc.sql(sql)
                .param("channel", channel)
                .param("subject", subject.id())
                .param("level", told.level().id())
                .param("causes", JsonMapper.shared().writeValueAsString(new TreeSet<>(told.causes())))
                .param("amount", told.size())
                .param("since", Timestamps.of(told.since()))
                .param("at", Timestamps.of(told.at()))
                .param("times", told.number())
                .update();
    }
}
