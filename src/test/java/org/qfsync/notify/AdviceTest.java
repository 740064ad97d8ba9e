package org.qfsync.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.qfsync.report.Repair;

class AdviceTest {
    private static final String SUB = "3f0c1a52-77aa-4c7e-9d5e-6f2f5a1e0b11";

    @Test
    void whomARepairNamesIsLookedUpAtTheMachineItself() {
        Advice advice = Advice.of(new Repair(
                "quarantined",
                "1 user: quarantined",
                "Let go of " + SUB + ".",
                1,
                List.of(SUB),
                List.of(),
                List.of("qfsync users release " + SUB, "qfsync runs rerun 7 --cause quarantined"),
                false));

        assertThat(advice.toString()).doesNotContain(SUB);
        assertThat(advice.commands()).containsExactly("qfsync users list", "qfsync runs rerun 7 --cause quarantined");
        assertThat(advice.hint()).isEqualTo("Let go of a user.");
    }
}
