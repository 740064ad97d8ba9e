package org.qfsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
    @Test
    void coloursAreForTerminalsAndDoAsTheyAreTold() {
        assertThat(Screen.hasColours(Map.of(), true)).isTrue();
        assertThat(Screen.hasColours(Map.of(), false)).isFalse();
        assertThat(Screen.hasColours(Map.of("NO_COLOR", "1"), true)).isFalse();
        assertThat(Screen.hasColours(Map.of("TERM", "dumb"), true)).isFalse();
        assertThat(Screen.hasColours(Map.of("CLICOLOR", "0"), true)).isFalse();
        assertThat(Screen.hasColours(Map.of("CLICOLOR_FORCE", "1"), false)).isTrue();
        assertThat(Screen.hasColours(Map.of("CLICOLOR_FORCE", "0"), false)).isFalse();
        assertThat(Screen.hasColours(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1"), true))
                .isFalse();
    }

    @Test
    void aVerdictShowsWhatItMeans() {
        assertThat(screen(false).verdict("pass 1: FAILED")).isEqualTo("pass 1: FAILED");
        assertThat(screen(true).verdict("pass 1: FAILED in 3 s"))
                .isEqualTo("pass 1: \u001b[31mFAILED\u001b[39m in 3 s");
        assertThat(screen(true).verdict("COMPLETED")).startsWith("\u001b[32m");
    }

    private static Screen screen(boolean colours) {
        return new Screen(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                true,
                colours);
    }
}
