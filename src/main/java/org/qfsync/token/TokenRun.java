package org.qfsync.token;

import java.util.concurrent.atomic.LongAdder;
import org.qfsync.http.Pace;

/** What a refresh needs of the run it happens in: its pace, its breaker, its count of refreshes. */
record TokenRun(Pace pace, TokenBreaker breaker, LongAdder refreshes) {}
