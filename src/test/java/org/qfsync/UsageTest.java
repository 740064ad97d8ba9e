package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "run",
                "users",
                "users import",
                "users list",
                "users login",
                "runs",
                "runs list",
                "runs show",
                "runs watch",
                "runs stop",
                "runs restart",
                "runs rerun",
                "runs recover",
                "runs diff",
                "holds",
                "holds list",
                "holds accept",
                "holds reject",
                "query",
                "check",
                "schedule",
                "sandbox"
            })
    void everyCommandHelpsWithAnExampleAndTakesNoSecret(String command) {
        CommandSession.Typed typed = new CommandSession(home).type((command + " --help").split(" "));

        assertThat(typed.code()).isZero();
        assertThat(typed.out())
                .containsPattern("Examples?:")
                .contains("qfsync " + command)
                .doesNotContainPattern("--[a-z-]*(secret|password|token)(?!-file)");
    }

    @Test
    void aWrongOptionIsToldInTwoLinesAndNothingStarts() {
        CommandSession.Typed typed = new CommandSession(home).type("run", "--for", "yesterday");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err().lines())
                .containsExactly(
                        "Invalid value for option '--for': \"yesterday\" is not a date such as 2026-10-04",
                        "See: qfsync run --help");
    }

    @Test
    void noCommandIsAUsageError() {
        assertThat(new CommandSession(home).type().code()).isEqualTo(2);
        assertThat(new CommandSession(home).type("users").code()).isEqualTo(2);
    }
}
