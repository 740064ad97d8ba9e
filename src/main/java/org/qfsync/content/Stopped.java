package org.qfsync.content;

/** The run is asked to stop: what is stored stands, and the next run begins again from the same token. */
final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Stopped() {
        super("asked to stop", null, false, false);
    }

    static void check(SyncRun run) {
        if (run.stopping().getAsBoolean()) {
            throw new Stopped();
        }
    }
}
