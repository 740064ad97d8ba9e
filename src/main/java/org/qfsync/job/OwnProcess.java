package org.qfsync.job;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;

/** Names of processes: an id alone proves nothing, it may have been given out again. The time of the start tells. */
final class OwnProcess {
    private OwnProcess() {}

    static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }

    static long pid() {
        return ProcessHandle.current().pid();
    }

    static long start() {
        return startOf(ProcessHandle.current());
    }

    /** When it started, in milliseconds since 1970; 0 where the system does not say. */
    static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** True if that process of this host is still there. */
    static boolean isAlive(long pid, long start) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(process -> startOf(process) == start)
                .orElse(false);
    }
}
