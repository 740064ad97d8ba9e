package org.qfsync.cli;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.qfsync.domain.InvalidSettingsException;

/** Starts the program behind a command: reads the configuration, opens the database, puts the parts together. */
@FunctionalInterface
public interface ProgramLauncher {
    /**
     * Starts it.
     *
     * @throws InvalidSettingsException with everything that is wrong with the configuration
     */
    Program start(Occasion occasion);

    /** As {@link #start(Occasion)}, quietly, with overridden settings. */
    default Program start(String doing, Map<String, String> overrides) {
        return start(Occasion.of(doing).with(overrides));
    }

    /** As {@link #start(Occasion)}, quietly, with the environment's settings. */
    default Program start(String doing) {
        return start(Occasion.of(doing));
    }

    /** Where log lines go. */
    enum Logs {
        /** All to the log file, warnings to the terminal. */
        QUIET,
        /** All to the log file and to the terminal. */
        VERBOSE,
        /** All to the console: of a process that nobody sits in front of. */
        SERVICE
    }

    /**
     * What the program is started for.
     *
     * @param doing what the command is about to do, in words for whoever finds the database taken
     * @param overrides settings by environment variable that win over the environment
     * @param alone true if these settings are all there are, whatever the environment says
     * @param clock instead of the process's own
     * @param logs where log lines go
     * @param rehearsal true if nothing that it writes shall stand, but tokens
     */
    record Occasion(
            String doing,
            Map<String, String> overrides,
            boolean alone,
            Optional<Clock> clock,
            Logs logs,
            boolean rehearsal) {
        public Occasion {
            overrides = Map.copyOf(overrides);
        }

        /** With the environment's settings, the process's clock, and little on the terminal. */
        public static Occasion of(String doing) {
            return new Occasion(doing, Map.of(), false, Optional.empty(), Logs.QUIET, false);
        }

        /** With these settings winning over the environment. */
        public Occasion with(Map<String, String> settings) {
            return new Occasion(doing, settings, alone, clock, logs, rehearsal);
        }

        /** With these settings alone: nothing of the environment may leak in. */
        public Occasion withNothingBut(Map<String, String> settings) {
            return new Occasion(doing, settings, true, clock, logs, rehearsal);
        }

        /** With that clock. */
        public Occasion with(Clock other) {
            return new Occasion(doing, overrides, alone, Optional.of(other), logs, rehearsal);
        }

        /** Logging there. */
        public Occasion with(Logs target) {
            return new Occasion(doing, overrides, alone, clock, target, rehearsal);
        }

        /** With nothing of what it writes standing in the end, but tokens. */
        public Occasion rehearsing() {
            return new Occasion(doing, overrides, alone, clock, logs, true);
        }
    }

    /** The started program; closing it closes the database. */
    interface Program extends AutoCloseable {
        /** One of its parts. */
        <T> T get(Class<T> part);

        @Override
        void close();
    }
}
