package org.qfsync.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.qfsync.sandbox.Sandbox;
import org.springframework.util.FileSystemUtils;

/** What a run that nobody disturbed stores of the same sandbox. */
final class Undisturbed {
    private static final Map<String, List<String>> STORED = run();

    private Undisturbed() {}

    static Map<String, List<String>> stored() {
        return STORED;
    }

    private static Map<String, List<String>> run() {
        try (Sandbox sandbox = Sandbox.start(KilledRunContract.OPTIONS)) {
            Path home = Files.createTempDirectory("qfsync-undisturbed");
            try {
                Deployed deployed = Deployed.with(sandbox, home, Map.of());
                deployed.runHere();
                return deployed.stored();
            } finally {
                FileSystemUtils.deleteRecursively(home);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
