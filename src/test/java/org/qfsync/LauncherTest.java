package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ops/qfsync} says when there is no Java that it could use; it builds nothing here. */
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

    private static Ended launch(Path launcher, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", launcher.toString(), "--version");
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), text);
    }

    private record Ended(int code, String text) {}
}
