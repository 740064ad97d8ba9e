package org.qfsync.domain;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What log lines are found by: while work is done under one of these, each line of its thread carries the run
 * ({@link #RUN}) and the user ({@link #USER}) in SLF4J's diagnostic context. Threads that are started on the way carry
 * them only if {@link #carried}. Thread-safe.
 */
public final class LogTrail {
    /** The number of the run, as {@code qfsync runs} lists it. */
    public static final String RUN = "run";
    /** The fingerprint of the user, never the sub. */
    public static final String USER = "user";

    private LogTrail() {}

    /** Does work of that run. */
    public static <T> T ofRun(long runId, Supplier<T> work) {
        String before = MDC.get(RUN);
        MDC.put(RUN, String.valueOf(runId));
        try {
            return work.get();
        } finally {
            restore(RUN, before);
        }
    }

    /** Does work for that user. */
    public static void ofUser(String sub, Runnable work) {
        String before = MDC.get(USER);
        MDC.put(USER, Fingerprint.of(sub));
        try {
            work.run();
        } finally {
            restore(USER, before);
        }
    }

    /** The task as it is to be given to another thread, whose lines then are found as this thread's are. */
    public static Runnable carried(Runnable task) {
        Map<String, String> here = MDC.getCopyOfContextMap();
        return () -> {
            Map<String, String> before = MDC.getCopyOfContextMap();
            replace(here);
            try {
                task.run();
            } finally {
                replace(before);
            }
        };
    }

    private static void restore(String key, @Nullable String before) {
        if (before == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, before);
        }
    }

    private static void replace(@Nullable Map<String, String> context) {
        if (context == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(context);
        }
    }
}
