package org.qfsync.cli;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The browser of whoever sits at this machine, if anybody does. */
final class Browser {
    /** A launcher that fails does so at once; one that still runs has become the browser. */
    private static final int SECONDS_TO_FAIL = 3;

    private final Map<String, String> environment;
    private final String system;

    /** @param system as in {@code os.name} */
    Browser(Map<String, String> environment, String system) {
        this.environment = environment;
        this.system = system.toLowerCase(Locale.ROOT);
    }

    /** Opens that page; false if there is no browser to open it. */
    boolean open(URI page) {
        Optional<List<String>> launcher = launcher();
        if (launcher.isEmpty()) {
            return false;
        }
        List<String> command = new java.util.ArrayList<>(launcher.get());
        command.add(page.toString());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return !process.waitFor(SECONDS_TO_FAIL, TimeUnit.SECONDS) || process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Optional<List<String>> launcher() {
        String chosen = environment.getOrDefault("BROWSER", "");
        if (!chosen.isBlank() && !chosen.contains("%") && !chosen.contains(":")) {
            return Optional.of(List.of(chosen));
        }
        if (system.contains("mac")) {
            return Optional.of(List.of("open"));
        }
        if (system.contains("windows")) {
            return Optional.of(List.of("rundll32", "url.dll,FileProtocolHandler"));
        }
        // Without a display, xdg-open would start a browser in this very terminal.
        boolean display = environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
        return display ? Optional.of(List.of("xdg-open")) : Optional.empty();
    }
}
