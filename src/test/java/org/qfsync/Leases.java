package org.qfsync;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Puts a holder into {@code ops.run_lease}, as another process would. */
final class Leases {
    private Leases() {}

    static void take(NightBench program, long pid, String host, int seconds) {
        program.jdbc()
                .sql("UPDATE ops.run_lease SET owner = 'somebody', pid = ?, host = ?, doing = 'run',"
                        + " lease_until = CURRENT_TIMESTAMP + INTERVAL '" + seconds + "' SECOND WHERE id = 1")
                .param(pid)
                .param(host)
                .update();
    }

    static String thisProcess() {
        try {
            return InetAddress.getLocalHost().getHostName() + "/"
                    + ProcessHandle.current()
                            .info()
                            .startInstant()
                            .orElseThrow()
                            .toEpochMilli();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
