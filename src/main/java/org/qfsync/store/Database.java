package org.qfsync.store;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.PrivateFiles;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.SystemicException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The open database: a pool of connections of its owner, its identity and its schema. Open it, {@link #prepare} it,
 * then use it. Thread-safe.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int H2_LOCKED = 90020;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DatabaseProperties properties;
    private final Optional<OwnerNote> ownerNote;
    private final GroupedFlush checkpoint;
    private volatile PatientPool pool;
    private volatile boolean compacting;
    private volatile @Nullable Rehearsal rehearsal;

    private Database(DatabaseProperties properties, PatientPool pool, Optional<OwnerNote> ownerNote) {
        this.properties = properties;
        this.pool = pool;
        this.ownerNote = ownerNote;
        this.checkpoint = new GroupedFlush(() -> new JdbcTemplate(lastingDataSource()).execute("CHECKPOINT SYNC"));
    }

    /** As {@link #open(DatabaseProperties, String, Clock)}, without words for what it is opened for. */
    public static Database open(DatabaseProperties properties) {
        return open(properties, "working", Clock.systemUTC());
    }

    /**
     * Connects; changes nothing yet (but creates an H2 file that is not there).
     *
     * @param doing what this process is about to do, in words for whoever finds the H2 file taken
     * @throws DatabaseInUseException if another process owns the H2 file
     * @throws SystemicException if the database cannot be reached or refuses the login
     */
    public static Database open(DatabaseProperties properties, String doing, Clock clock) {
        Optional<OwnerNote> note = properties.h2Path().map(OwnerNote::new);
        PatientPool pool = connect(properties, note);
        properties.h2Path().ifPresent(Database::restrict);
        note.ifPresent(file -> file.write(clock.instant(), doing));
        return new Database(properties, pool, note);
    }

    private static PatientPool connect(DatabaseProperties properties, Optional<OwnerNote> note) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("qfsync");
        config.setMaximumPoolSize(properties.poolSize());
        config.setMinimumIdle(1);
        PatientPool.Gate gate = () -> {};
        if (properties.dialect() == Dialect.H2) {
            H2Connections connections = new H2Connections(properties);
            config.setDataSource(connections);
            gate = connections::requireOpen;
        } else {
            config.setJdbcUrl(properties.url());
            config.setUsername(properties.user());
            config.setPassword(properties.password());
            config.addDataSourceProperty("ApplicationName", "qfsync");
        }
        try {
            return PatientPool.connect(config, PATIENCE, gate);
        } catch (RuntimeException e) {
            throw unreachable(properties, note, e);
        }
    }

    private static RuntimeException unreachable(
            DatabaseProperties properties, Optional<OwnerNote> note, RuntimeException failure) {
        SQLException reason = sqlCause(failure);
        if (reason != null && reason.getErrorCode() == H2_LOCKED && properties.dialect() == Dialect.H2) {
            String file = properties.h2Path().map(path -> path + ".mv.db").orElse(properties.location());
            return new DatabaseInUseException(
                    "The database file " + file + " is in use by "
                            + note.flatMap(OwnerNote::read).orElse("another process")
                            + ". An H2 file has one owner process: wait until it ends or stop it (qfsync runs watch, qfsync runs"
                            + " stop), or use PostgreSQL (QFSYNC_DB_URL) to work beside it.",
                    failure);
        }
        return new SystemicException(
                "The database " + properties.location() + " cannot be opened as user \"" + properties.user() + "\""
                        + (reason == null ? "" : ": " + firstLine(reason.getMessage())),
                "database_unreachable",
                null,
                "Check QFSYNC_DB_URL, QFSYNC_DB_USER and the password, and that the server is up.",
                failure);
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("");
    }

    private static @Nullable SQLException sqlCause(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    /** The file holds personal data and sealed tokens: only its owner may read it. */
    private static void restrict(Path database) {
        Path file = database.resolveSibling(database.getFileName() + ".mv.db");
        try {
            if (Files.exists(file)) {
                PrivateFiles.restrict(file);
            }
        } catch (IOException e) {
            LOG.warn("The database file {} could not be made private: {}", file, e.toString());
        }
    }

    /**
     * Makes sure that the database is this environment's and issuer's, then brings its schema up to date, then
     * records the identity if it is not recorded yet.
     *
     * @param issuer empty if not known yet; it is recorded at the first start that knows it
     * @param zone in which nights are counted; only the first start's is kept
     * @return the identity as it stands in the database
     * @throws ForeignDatabaseException before anything is changed, if it belongs to another environment or issuer
     * @throws SystemicException if a migration fails
     */
    public Deployment prepare(QfEnvironment environment, Optional<String> issuer, ZoneId zone, Clock clock) {
        DeploymentRecord identity = identity();
        identity.find().ifPresent(found -> identity.requireOwn(found, environment, issuer));
        if (SchemaMigration.run(properties, new JdbcTemplate(pool)) && dialect() == Dialect.H2) {
            reopen();
        }
        if (dialect() == Dialect.H2) {
            new ViewComments(new JdbcTemplate(lastingDataSource()), new AnalyticsSql(dialect())).prepare();
        }
        new Pseudonyms(new JdbcTemplate(lastingDataSource())).prepare(clock);
        new ReaderRights(this).giveToGroups();
        return identity().record(environment, issuer, zone, clock);
    }

    /**
     * H2 evaluates a CHECK constraint in the session that created it, for as long as the file stays open, and refuses
     * every row once that session has ended. A file opened anew has no such session.
     */
    private void reopen() {
        pool.close();
        pool = connect(properties, ownerNote);
    }

    /** The identity as it stands now; empty before {@link #prepare} was first called on it. */
    public Optional<Deployment> deployment() {
        return identity().find();
    }

    /**
     * Makes sure that the prepared database is that issuer's; the first one that is confirmed is recorded.
     *
     * @throws ForeignDatabaseException if another one is recorded
     */
    public void confirmIssuer(QfEnvironment environment, String issuer) {
        identity().confirmIssuer(environment, issuer);
    }

    private DeploymentRecord identity() {
        return new DeploymentRecord(lastingDataSource(), properties.location());
    }

    /**
     * From now on what is written through {@link #dataSource} is undone when the database is closed. To be called once,
     * before anybody has taken the data source.
     *
     * @throws SystemicException if the database does not answer
     */
    public void rehearse() {
        try {
            rehearsal = new Rehearsal(connection());
        } catch (SQLException e) {
            throw unreachable(properties, ownerNote, new IllegalStateException("no connection", e));
        }
    }

    /** True if nothing that is written through {@link #dataSource} will stand. */
    public boolean isRehearsal() {
        return rehearsal != null;
    }

    /** The data source of everything but what must stand whatever becomes of the rest. */
    public DataSource dataSource() {
        Rehearsal underWay = rehearsal;
        return underWay == null ? pool : underWay;
    }

    /**
     * The data source of what stands in a rehearsal, too: a token that was rotated, whose database this is, and who
     * holds the right to run. A row that is written through both of them at once would make one wait for the other.
     */
    public DataSource lastingDataSource() {
        return pool;
    }

    private Connection connection() throws SQLException {
        return dialect() == Dialect.H2
                ? new H2Connections(properties).getConnection()
                : DriverManager.getConnection(properties.url(), properties.user(), properties.password());
    }

    public Dialect dialect() {
        return properties.dialect();
    }

    /** The URL without its options: fit for messages. */
    public String location() {
        return properties.location();
    }

    /**
     * Where the database is, so that a copy says something else: the path of an H2 file; of PostgreSQL the identity of
     * the server and the number of the database, which a dump that is loaded elsewhere does not keep.
     */
    public String place() {
        return properties.h2Path().isPresent()
                ? DatabasePlace.ofFile(properties.h2Path().get())
                : DatabasePlace.onServer(lastingDataSource(), location());
    }

    /** The file of an H2 database; empty on PostgreSQL. */
    public Optional<Path> file() {
        return properties.h2Path().map(path -> path.resolveSibling(path.getFileName() + ".mv.db"));
    }

    DatabaseProperties properties() {
        return properties;
    }

    /**
     * Returns when everything that was committed before the call survives a crash of process or machine. H2 writes
     * commits to its file late, hence a checkpoint, shared by all threads that ask at the same time; PostgreSQL has
     * them durable at commit. To be called outside a transaction.
     */
    public void flushDurably() {
        if (dialect() == Dialect.H2) {
            checkpoint.await();
        }
    }

    /**
     * Has an H2 file written anew, without what was deleted, when it is closed: H2 only marks the space of deleted rows
     * as free, and their bytes stay in the file for days or for good. Does nothing on PostgreSQL, whose VACUUM it is.
     */
    public void compactOnClose() {
        compacting = dialect() == Dialect.H2;
    }

    private void compact() {
        // With no other connection, because each would complain that the database is closed under it.
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            new UserKeys(connection).rebuild();
            statement.execute("SHUTDOWN COMPACT");
        } catch (SQLException e) {
            LOG.warn("The database file could not be compacted; deleted rows may still be in it: {}", e.toString());
        }
    }

    /** Closes all connections, and with them the H2 file. */
    @Override
    public void close() {
        Rehearsal ended = rehearsal;
        if (ended != null) {
            ended.close();
        }
        pool.close();
        if (compacting) {
            compact();
        }
        ownerNote.ifPresent(OwnerNote::remove);
    }
}
