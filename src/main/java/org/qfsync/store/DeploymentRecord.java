package org.qfsync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.qfsync.domain.QfEnvironment;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads, checks and writes the one row of {@code ops.deployment}. */
final class DeploymentRecord {
    private final JdbcClient jdbc;
    private final String location;

    DeploymentRecord(DataSource dataSource, String location) {
        this.jdbc = JdbcClient.create(dataSource);
        this.location = location;
    }

    /** The recorded identity; empty for a database that was never used, even one without any table. */
    Optional<Deployment> find() {
        if (!tableExists()) {
            return Optional.empty();
        }
        return jdbc.sql("SELECT * FROM ops.deployment")
                .query((row, number) -> deployment(row))
                .optional();
    }

    private boolean tableExists() {
        return jdbc.sql("SELECT COUNT(*) FROM information_schema.tables"
                                + " WHERE LOWER(table_schema) = 'ops' AND LOWER(table_name) = 'deployment'")
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /**
     * Refuses a database of another identity.
     *
     * @throws ForeignDatabaseException if the environments differ, or both issuers are known and differ
     */
    void requireOwn(Deployment found, QfEnvironment environment, Optional<String> issuer) {
        if (found.environment() != environment) {
            throw new ForeignDatabaseException("The database " + location + " belongs to environment \""
                    + found.environment().id() + "\", this start is for \"" + environment.id()
                    + "\". Nothing was changed. Point QFSYNC_DB_URL (or QFSYNC_HOME) to a database of \""
                    + environment.id() + "\", or start with the environment that this one belongs to.");
        }
        if (issuer.isPresent()
                && found.issuer().isPresent()
                && !sameIssuer(issuer.get(), found.issuer().get())) {
            throw new ForeignDatabaseException("The database " + location + " belongs to the issuer "
                    + found.issuer().get() + ", this start is for " + issuer.get()
                    + ". Nothing was changed. Point QFSYNC_DB_URL (or QFSYNC_HOME) to a database of that issuer,"
                    + " or correct QF_AUTH_BASE_URL and QF_API_BASE_URL.");
        }
    }

    /** The service writes its issuer with and without a trailing slash. */
    private static boolean sameIssuer(String one, String other) {
        return withoutSlash(one).equals(withoutSlash(other));
    }

    private static String withoutSlash(String issuer) {
        return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    }

    /** Records what is not recorded yet; two processes may do so at once, the first one wins, the other is checked. */
    Deployment record(QfEnvironment environment, Optional<String> issuer, ZoneId zone, Clock clock) {
        if (find().isEmpty()) {
            insert(environment, zone, clock);
        }
        issuer.ifPresent(
                value -> jdbc.sql("UPDATE ops.deployment SET issuer = ? WHERE issuer IS NULL AND environment = ?")
                        .params(value, environment.id())
                        .update());
        Deployment recorded = find().orElseThrow();
        requireOwn(recorded, environment, issuer);
        return recorded;
    }

    private void insert(QfEnvironment environment, ZoneId zone, Clock clock) {
        try {
            jdbc.sql("INSERT INTO ops.deployment (id, deployment_id, environment, zone, created_at)"
                            + " VALUES (1, ?, ?, ?, ?)")
                    .params(UUID.randomUUID(), environment.id(), zone.getId(), Timestamps.of(clock.instant()))
                    .update();
        } catch (DuplicateKeyException e) {
            // another process was first: its row is read and checked like any other
        }
    }

    /** Checks the issuer against the recorded one, and records it if none is. */
    void confirmIssuer(QfEnvironment environment, String issuer) {
        jdbc.sql("UPDATE ops.deployment SET issuer = ? WHERE issuer IS NULL")
                .param(issuer)
                .update();
        requireOwn(find().orElseThrow(), environment, Optional.of(issuer));
    }

    private static Deployment deployment(ResultSet row) throws SQLException {
        return new Deployment(
                Objects.requireNonNull(row.getObject("deployment_id", UUID.class)),
                QfEnvironment.ofId(row.getString("environment")),
                Optional.ofNullable(row.getString("issuer")),
                ZoneId.of(row.getString("zone")),
                Timestamps.at(row, "created_at"));
    }
}
