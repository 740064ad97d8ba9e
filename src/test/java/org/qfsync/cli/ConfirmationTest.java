package org.qfsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmationTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void whoTypesTheWordMeansIt() {
        ask("erase\n", true, false);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("All is lost.", "Type \"erase\" to go on: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "y\n", "yes\n", "ERASE\n", "release\n"})
    void anythingElseDoesNothing(String typed) {
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> ask(typed, true, false))
                .withMessage("Nothing was done.");
    }

    @Test
    void withoutATerminalNobodyIsAskedAndTheConsequenceIsToldAllTheSame() {
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> ask("erase\n", false, false))
                .withMessageContaining("--yes");
        ask("", false, true);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("All is lost.")
                .doesNotContain("Type");
    }

    private void ask(String typed, boolean terminal, boolean yes) {
        Screen screen = new Screen(
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                new ByteArrayOutputStream(),
                err,
                terminal,
                false);
        new Confirmation(screen).require(List.of("All is lost."), "erase", yes);
    }
}
