package org.qfsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderlyStopTest {
    private final OrderlyStop stop = new OrderlyStop();
    private final List<String> done = new ArrayList<>();

    @Test
    void actionsAreDoneOnceInOrderHoweverOftenAStopIsAskedFor() {
        stop.onStop(() -> done.add("first"));
        stop.onStop(() -> done.add("second"));

        stop.request();
        stop.request();

        assertThat(done).containsExactly("first", "second");
        assertThat(stop.isRequested()).isTrue();
    }

    @Test
    void anActionThatComesTooLateIsDoneAtOnce() {
        stop.request();
        stop.onStop(() -> done.add("late"));

        assertThat(done).containsExactly("late");
    }

    @Test
    void theCommandsCodeIsHandedOn() {
        assertThat(stop.during(() -> 6)).isEqualTo(6);
    }
}
