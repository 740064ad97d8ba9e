package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of {@code ops} that people and containers rely on. */
class OpsScriptsTest {
    @TempDir
    Path folder;

    @Test
    void theHealthOfAContainerIsThatOfItsDaemon() throws Exception {
        HttpServer daemon = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer(daemon, "/actuator/health/readiness", 200);
        answer(daemon, "/actuator/health/freshness", 503);
        daemon.start();
        try {
            Map<String, String> there = Map.of(
                    "QFSYNC_CONSOLE_PORT", String.valueOf(daemon.getAddress().getPort()));
            assertThat(run(there, "ops/container/health")).isEqualTo(new Ended(0, ""));
            assertThat(run(there, "ops/container/health", "freshness"))
                    .isEqualTo(new Ended(1, "freshness answered 503\n"));
        } finally {
            daemon.stop(0);
        }
        assertThat(run(Map.of("QFSYNC_CONSOLE_PORT", "1"), "ops/container/health")
                        .code())
                .isNotZero();
    }

    private static void answer(HttpServer daemon, String path, int status) {
        daemon.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }

    @Test
    void aBackupKeepsTheKeysApartAndCopiesNoFileInUse() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        Path database = Files.writeString(home.resolve("production.mv.db"), "rows");
        Files.writeString(home.resolve("keyset-production.json"), "keys");
        Map<String, String> there = Map.of("QFSYNC_HOME", home.toString());
        String data = folder.resolve("data").toString();
        String keys = folder.resolve("keys").toString();

        try (FileChannel owner = FileChannel.open(database, StandardOpenOption.WRITE)) {
            FileLock held = owner.lock();
            assertThat(run(there, "ops/backup", data, keys)).satisfies(ended -> {
                assertThat(ended.code()).isEqualTo(5);
                assertThat(ended.text()).contains(database + " is in use");
            });
            held.release();
        }
        assertThat(files(data)).isEmpty();
        assertThat(files(keys)).isEmpty();

        assertThat(run(there, "ops/backup", data, keys).code()).isZero();
        assertThat(files(data))
                .extracting(Path::getFileName)
                .map(Path::toString)
                .containsExactly("SHA256SUMS", "production.mv.db");
        assertThat(files(keys)).singleElement().satisfies(file -> {
            assertThat(file).hasFileName("keyset-production.json");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                    .isEqualTo("rwx------");
        });
        assertThat(run(there, "ops/backup", data, data).code()).isEqualTo(2);
    }

    @Test
    void aBackupThatFailedHalfwayLeavesNothingThatLooksLikeOne() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.writeString(home.resolve("keyset-production.json"), "keys");
        Path dump = Files.writeString(
                Files.createDirectory(folder.resolve("bin")).resolve("pg_dump"),
                "#!/bin/sh\nfor each; do case $each in --file=*) echo half >\"${each#--file=}\" ;; esac; done\nexit 1\n");
        Files.setPosixFilePermissions(dump, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> there = Map.of(
                "QFSYNC_HOME",
                home.toString(),
                "QFSYNC_DB_URL",
                "jdbc:postgresql://127.0.0.1/qfsync",
                "PATH",
                dump.getParent() + ":" + System.getenv("PATH"));
        Path data = folder.resolve("data");
        Path keys = folder.resolve("keys");

        assertThat(run(there, "ops/backup", data.toString(), keys.toString()).code())
                .isEqualTo(1);

        assertThat(data).isEmptyDirectory();
        assertThat(keys).isEmptyDirectory();
    }

    @Test
    void aBackupTakesTheAddressOfTheDatabaseAsItIsWrittenForQfsync() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        Path bin = Files.createDirectory(folder.resolve("bin"));
        for (String program : List.of("pg_dump", "pg_restore")) {
            Path script = Files.writeString(
                    bin.resolve(program),
                    "#!/bin/sh\nfor each; do case $each in --file=*) : >\"${each#--file=}\" ;; esac; done\necho \"$0 $*\" >&2\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Map<String, String> there = new HashMap<>();
        there.put("QFSYNC_HOME", home.toString());
        there.put("PATH", bin + ":" + System.getenv("PATH"));
        there.put(
                "QFSYNC_DB_URL",
                "jdbc:postgresql://db.example.org/qfsync?ssl=true&socketTimeout=30&sslrootcert=/ca.crt&ApplicationName=qfsync");
        String[] backup = {
            "ops/backup",
            folder.resolve("data").toString(),
            folder.resolve("keys").toString()
        };

        assertThat(run(there, backup).text())
                .contains("Left out of QFSYNC_DB_URL, because only qfsync knows it: socketTimeout\n")
                .contains(" postgresql://db.example.org/qfsync?sslmode=verify-full&sslrootcert=/ca.crt&application_name"
                        + "=qfsync\n");

        there.put("QFSYNC_DB_URL", "jdbc:postgresql://db.example.org/qfsync");
        assertThat(run(there, backup).text())
                .contains(" postgresql://db.example.org/qfsync\n")
                .doesNotContain("Left out");
        there.put("QFSYNC_DB_URL", "jdbc:postgresql://db.example.org/qfsync?password=secret");
        assertThat(run(there, backup)).satisfies(refused -> {
            assertThat(refused.code()).isEqualTo(78);
            assertThat(refused.text()).contains("QFSYNC_DB_PASSWORD_FILE").doesNotContain("secret");
        });
    }

    private static List<Path> files(String place) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(place))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Ended run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("QFSYNC_DB_URL");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), text);
    }

    private record Ended(int code, String text) {}
}
