package org.qfsync.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qfsync.job.RunResult.End;

class RunListenersTest {
    @Test
    void ofARunThatIsAnotherProcesssNobodyIsTold() {
        List<End> told = new ArrayList<>();
        RunListeners listeners = new RunListeners(List.of(new RunListener() {
            @Override
            public void ended(RunResult result) {
                told.add(result.end());
            }
        }));

        EnumSet.allOf(End.class).forEach(end -> listeners.ended(new RunResult(end, Optional.empty(), "it ended")));

        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.of(End.LEASE_TAKEN, End.LEASE_LOST, End.UNKNOWN_NIGHT)));
    }
}
