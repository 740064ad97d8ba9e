package org.qfsync.token;

import java.util.concurrent.atomic.LongAdder;
import org.qfsync.http.Pace;

/** What a refresh needs of the run it happens in: its pace, its breaker, its count of refreshes, what it is for. */
record TokenRun(Pace pace, TokenBreaker breaker, LongAdder refreshes, Purpose purpose) {
    /** What a user's grant is asked for. */
    enum Purpose {
        /** Their data is to be fetched. */
        SYNC,
        /** Only that the server does not forget it; a pause does not matter then. */
        KEEP_ALIVE
    }
}
