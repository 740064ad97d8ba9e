package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code ops/qfsync} finds a Java and starts it; the build is there, and the Java is a script that notes its calls. */
class LauncherTest {
    private static final Path LAUNCHER = Path.of("ops", "qfsync").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void aJavaThatIsTooOldIsNamed() throws Exception {
        Path java = Files.createDirectories(folder.resolve("old/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), LAUNCHER);

        Ended ended = launch(link, Map.of("JAVA_HOME", folder.resolve("old").toString()));

        assertThat(ended.code()).isEqualTo(78);
        assertThat(ended.text().strip())
                .isEqualTo(java + " is Java 11.0.2. qfsync needs a JDK 17 or newer; set JAVA_HOME.");
    }

    @Test
    void aJavaHomeWithoutJavaIsNamed() throws Exception {
        Ended ended = launch(LAUNCHER, Map.of("JAVA_HOME", "/nowhere"));

        assertThat(ended.code()).isEqualTo(78);
        assertThat(ended.text()).startsWith("JAVA_HOME is /nowhere, but there is no bin/java in it.");
    }

    @Test
    void theArchiveIsMadeOnceAndUsedFromThenOn() throws Exception {
        Installation installed = new Installation(folder, "printf archive > \"${2#*=}\"");

        assertThat(installed.start().text())
                .contains("Preparing qfsync for a faster start")
                .contains("-XX:SharedArchiveFile=" + installed.app() + "/classes-");
        assertThat(installed.start().text())
                .doesNotContain("Preparing")
                .contains("-XX:SharedArchiveFile=" + installed.app() + "/classes-");
        assertThat(installed.trainings()).isEqualTo(1);
        assertThat(installed.files()).containsOnly("qfsync.jar", installed.archive());
    }

    @Test
    void anArchiveThatCannotBeMadeIsNotTriedAgain() throws Exception {
        Installation installed = new Installation(folder, "exit 1");

        assertThat(installed.start()).satisfies(ended -> {
            assertThat(ended.code()).isZero();
            assertThat(ended.text()).doesNotContain("SharedArchiveFile").contains("-jar");
        });
        installed.start();

        assertThat(installed.trainings()).isEqualTo(1);
    }

    @Test
    void whereNothingCanBeWrittenItStartsWithoutAnArchive() throws Exception {
        Installation installed = new Installation(folder, "printf archive > \"${2#*=}\"");
        installed.start();
        Path archive = installed.app().resolve(installed.archive());
        Files.delete(archive);
        // As in a folder of somebody else: the first thing to be made there cannot be made.
        Files.writeString(archive.resolveSibling(archive.getFileName() + ".lock"), "");

        assertThat(installed.start().text()).doesNotContain("SharedArchiveFile").contains("-jar");
        assertThat(installed.trainings()).isEqualTo(1);
    }

    @Test
    void aWishForNoArchiveIsGranted() throws Exception {
        Installation installed = new Installation(folder, "printf archive > \"${2#*=}\"");

        assertThat(installed.start(Map.of("QFSYNC_CDS", "off")).text())
                .doesNotContain("Preparing")
                .doesNotContain("SharedArchiveFile");
    }

    @Test
    void firstStartsAtTheSameTimeMakeOneArchive() throws Exception {
        Installation installed = new Installation(folder, "sleep 0.5; printf archive > \"${2#*=}\"");
        List<Process> started = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            started.add(installed.begin(Map.of()));
        }
        for (Process process : started) {
            assertThat(ended(process).code()).isZero();
        }

        assertThat(installed.trainings()).isEqualTo(1);
        assertThat(installed.files()).containsOnly("qfsync.jar", installed.archive());
    }

    @Test
    void oneOfThoseWhoFindTheLockOfADeadOneTakesItOver() throws Exception {
        Installation installed = new Installation(folder, "sleep 1; printf archive > \"${2#*=}\"");
        installed.start();
        Path archive = installed.app().resolve(installed.archive());
        Path lock = archive.resolveSibling(archive.getFileName() + ".lock");
        Files.delete(archive);
        Files.delete(folder.resolve("trainings"));
        Files.createDirectory(lock);
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        // It looks at the lock before the other one does, and acts on it after that one has taken it over.
        Path find = Files.createDirectories(folder.resolve("slow")).resolve("find");
        Files.writeString(find, """
                #!/bin/sh
                PATH=${PATH#*:}
                find "$@"
                case "$*" in
                    *-mmin*)
                        : > '%1$s/looked'
                        until [ -e '%1$s/trainings' ]; do sleep 0.05; done
                        ;;
                esac
                """.formatted(folder));
        Files.setPosixFilePermissions(find, PosixFilePermissions.fromString("rwx------"));
        Process slow = installed.begin(Map.of("PATH", find.getParent() + ":" + System.getenv("PATH")));
        await().until(() -> Files.exists(folder.resolve("looked")) || !slow.isAlive());

        Ended quick = installed.start();

        assertThat(quick.text()).contains("-XX:SharedArchiveFile=");
        assertThat(ended(slow).code()).isZero();
        assertThat(installed.trainings()).isEqualTo(1);
        assertThat(installed.files()).containsOnly("qfsync.jar", installed.archive());
    }

    /** It then finds that this Java has no compiler, and leaves no lock. */
    @Test
    void aBuildWhoseLauncherDiedBeforeItSaidWhoItWasIsNotWaitedForForEver() throws Exception {
        Installation installed = new Installation(folder, "exit 1");
        Files.delete(folder.resolve("target/app/current"));
        Path lock = Files.createDirectory(folder.resolve("target/.launcher-lock"));
        Process process = installed.begin(Map.of());
        BufferedReader said = process.inputReader();
        assertThat(said.readLine()).isEqualTo("Waiting for another build of qfsync ...");

        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofMinutes(3))));

        endsWithoutCompiler(process);
        assertThat(lock).doesNotExist();
    }

    @Test
    void aLockThatPassedThroughTheHandsOfSeveralDeadIsTakenOver() throws Exception {
        Installation installed = new Installation(folder, "exit 1");
        Files.delete(folder.resolve("target/app/current"));
        Path lock = Files.createDirectory(folder.resolve("target/.launcher-lock"));
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(lock.resolve("pid"), dead.pid() + "\n");
        // It had inherited from one that had the same process id, as happens in containers.
        Files.createDirectory(lock.resolve("after-" + dead.pid()));
        Files.writeString(Files.createDirectory(lock.resolve("next")).resolve("pid"), dead.pid() + "\n");

        endsWithoutCompiler(installed.begin(Map.of()));
        assertThat(lock).doesNotExist();
    }

    private static void endsWithoutCompiler(Process process) throws InterruptedException {
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("it waits").isTrue();
            assertThat(process.exitValue()).isEqualTo(78);
        } finally {
            process.destroy();
        }
    }

    /** The launcher with a build beside it, and a Java whose calls are noted. */
    private record Installation(Path root) {
        Installation(Path root, String training) throws IOException {
            this(root);
            Files.createDirectories(root.resolve("ops"));
            Files.copy(LAUNCHER, root.resolve("ops/qfsync"));
            Files.createDirectories(app());
            Files.writeString(app().resolve("qfsync.jar"), "");
            Files.writeString(root.resolve("target/app/current"), "1\n");
            Path java = Files.createDirectories(root.resolve("java/bin")).resolve("java");
            Files.writeString(root.resolve("java/release"), "JAVA_VERSION=\"17.0.15\"\n");
            Files.writeString(java, """
                    #!/bin/sh
                    for word; do
                        case $word in
                            -XX:ArchiveClassesAtExit=*)
                                echo >> '%s'
                                set -- '' "$word"
                                %s
                                exit 0
                                ;;
                        esac
                    done
                    echo "$@"
                    """.formatted(root.resolve("trainings"), training));
            Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        }

        Path app() {
            return root.resolve("target/app/1");
        }

        Process begin(Map<String, String> more) throws IOException {
            Map<String, String> environment = new HashMap<>(more);
            environment.put("JAVA_HOME", root.resolve("java").toString());
            return LauncherTest.begin(root.resolve("ops/qfsync"), environment);
        }

        Ended start(Map<String, String> more) throws IOException, InterruptedException {
            return ended(begin(more));
        }

        Ended start() throws IOException, InterruptedException {
            return start(Map.of());
        }

        int trainings() throws IOException {
            return Files.readAllLines(root.resolve("trainings")).size();
        }

        List<String> files() throws IOException {
            try (Stream<Path> files = Files.list(app())) {
                return files.map(file -> file.getFileName().toString()).toList();
            }
        }

        String archive() throws IOException {
            return files().stream()
                    .filter(name -> name.endsWith(".jsa"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Ended launch(Path launcher, Map<String, String> environment)
            throws IOException, InterruptedException {
        return ended(begin(launcher, environment));
    }

    private static Process begin(Path launcher, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", launcher.toString(), "--version");
        builder.environment().remove("QFSYNC_JAVA_OPTS");
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true).start();
    }

    private static Ended ended(Process process) throws IOException, InterruptedException {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), text);
    }

    private record Ended(int code, String text) {}
}
