package org.qfsync.store;

import java.io.IOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tells where a database is, in a form that a copy of it does not share. */
final class DatabasePlace {
    private static final String IDENTITY = "pg_control_system()";

    private DatabasePlace() {}

    /** By whichever links it was reached. */
    static String ofFile(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        try {
            return folder == null
                    ? file.toString()
                    : folder.toRealPath().resolve(file.getFileName()).toString();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize().toString();
        }
    }

    /** The host name says nothing: one server has many. Where its identity is not for us to read, the URL must do. */
    static String onServer(DataSource database, String url) {
        JdbcClient jdbc = JdbcClient.create(database);
        long number = jdbc.sql("SELECT oid FROM pg_database WHERE datname = current_database()")
                .query(Long.class)
                .single();
        boolean readable = jdbc.sql("SELECT has_function_privilege('" + IDENTITY + "', 'EXECUTE')")
                .query(Boolean.class)
                .single();
        String server = readable
                ? jdbc.sql("SELECT CAST(system_identifier AS VARCHAR) FROM " + IDENTITY)
                        .query(String.class)
                        .single()
                : url;
        return "postgresql " + server + "/" + number;
    }
}
