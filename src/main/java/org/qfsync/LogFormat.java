package org.qfsync;

import java.util.Locale;
import org.qfsync.domain.Settings;

/** In which form log lines are written for machines to collect; what a terminal shows is text in any case. */
enum LogFormat {
    /** A line for people. */
    TEXT,
    /** A JSON object a line, with the fields of the Elastic Common Schema. */
    ECS;

    /** Reads {@code qfsync.log.format}, default text; what is wrong is noted in the settings. */
    static LogFormat from(Settings settings) {
        return settings.parsed(
                "qfsync.log.format", TEXT, "text or ecs", text -> valueOf(text.toUpperCase(Locale.ROOT)));
    }
}
