package org.qfsync.analytics;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.qfsync.analytics.ExportManifest.Run;
import org.qfsync.store.Database;
import org.qfsync.store.Deployment;
import org.qfsync.store.ReaderAccount;

/**
 * Writes each view of the schema {@code analytics} to a file, for notebooks: all of one moment, row by row, with a
 * manifest that comes last. Thread-safe; two exports into one folder are not.
 */
public final class AnalyticsExport {
    private final Database database;
    private final Supplier<ReaderAccount> account;
    private final Clock clock;

    public AnalyticsExport(Database database, Supplier<ReaderAccount> account, Clock clock) {
        this.database = database;
        this.account = account;
        this.clock = clock;
    }

    /**
     * Writes an export.
     *
     * @param to a folder that is empty or not there yet; or any, to overwrite an export in it
     * @param only these views; empty: all
     * @return what was written
     * @throws ExportException if the folder or a view is not as asked for, or the export broke off
     */
    public List<ExportedFile> write(Path to, ExportFormat format, boolean overwrite, Set<String> only) {
        ExportFolder folder = ExportFolder.at(to, overwrite);
        try (Connection connection = account.get().connect()) {
            Optional<Run> before = lastRunAsOwner();
            ExportSnapshot snapshot = ExportSnapshot.of(connection, database.dialect());
            List<String> views = chosen(snapshot.views(), only);
            folder.clear();
            folder.begin(views.stream().map(view -> view + "." + format).toList());
            List<ExportedFile> files = new ArrayList<>();
            for (String view : views) {
                files.add(write(snapshot, view, format, folder));
            }
            Optional<Run> run = snapshot.knowsRuns() ? snapshot.lastRun() : before;
            folder.finish(manifest(snapshot, run, format, files));
            return files;
        } catch (SQLException e) {
            throw ExportException.failed("The export broke off: the database says " + firstLine(e) + notWhole(to), e);
        } catch (IOException e) {
            throw ExportException.failed(
                    "The export broke off: " + to + " cannot be written (" + firstLine(e) + ")" + notWhole(to), e);
        }
    }

    private static String notWhole(Path to) {
        return ". What is in " + to + " is not whole and has no manifest.json; type the command again with --overwrite";
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    private static List<String> chosen(List<String> views, Set<String> only) {
        for (String name : only) {
            if (!views.contains(name)) {
                throw ExportException.refused("There is no view analytics." + name
                        + Suggestions.didYouMean(name, views)
                                .map(guess -> "; " + guess)
                                .orElse("; there are " + String.join(", ", views)));
            }
        }
        return only.isEmpty() ? views : List.copyOf(new TreeSet<>(only));
    }

    private static ExportedFile write(ExportSnapshot snapshot, String view, ExportFormat format, ExportFolder folder)
            throws IOException, SQLException {
        String name = view + "." + format;
        Path unfinished = folder.unfinished(name);
        try {
            ExportSnapshot.Written written = snapshot.write(view, unfinished, format);
            long bytes = Files.size(unfinished);
            String sha256 = sha256(unfinished);
            folder.keep(unfinished, name);
            return new ExportedFile(name, view, written.rows(), bytes, sha256, written.columns());
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** For an account that may not know of runs: asked before the data is read, so that it is not newer than the data. */
    private Optional<Run> lastRunAsOwner() throws SQLException {
        try (Connection owner = database.dataSource().getConnection()) {
            return ExportSnapshot.lastRun(owner);
        }
    }

    private ExportManifest manifest(
            ExportSnapshot snapshot, Optional<Run> run, ExportFormat format, List<ExportedFile> files) {
        Deployment deployment =
                database.deployment().orElseThrow(() -> new IllegalStateException("the database is not prepared"));
        String version = AnalyticsExport.class.getPackage().getImplementationVersion();
        return new ExportManifest(
                "qfsync " + (version == null ? "development" : version),
                format.toString(),
                snapshot.takenAt().orElseGet(clock::instant),
                deployment.environment().id(),
                deployment.deploymentId().toString(),
                run.orElse(null),
                ExportManifest.ATTRIBUTION,
                ExportManifest.PRIVACY,
                files);
    }
}
