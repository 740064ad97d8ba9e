package org.qfsync.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Where an installation keeps what is not in its tables.
 *
 * @param databaseFile of an H2 database; empty on PostgreSQL. Asked for when it is needed
 * @param spillDirectory where rotated tokens wait while the database is away
 */
public record FleetPlaces(Supplier<Optional<Path>> databaseFile, Path spillDirectory) {
    long databaseSize(JdbcTemplate jdbc) {
        return databaseFile.get().map(FleetPlaces::size).orElseGet(() -> {
            Long size = jdbc.queryForObject("SELECT pg_database_size(current_database())", Long.class);
            return size == null ? 0 : size;
        });
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long spillFiles() {
        return spillFiles(spillDirectory);
    }

    /** How many rotated tokens wait in files there. */
    public static long spillFiles(Path directory) {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".spill")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
