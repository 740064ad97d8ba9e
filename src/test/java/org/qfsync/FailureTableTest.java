package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qfsync.domain.KnownFailure;

/** Holds the README's table of failures against the one in the code. */
class FailureTableTest {
    @Test
    void theReadmeShowsTheTableOfTheCode() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String header = "| answer | means | what to do |\n|---|---|---|\n";
        assertThat(readme).contains(header);
        List<String> shown = readme.substring(readme.indexOf(header) + header.length())
                .lines()
                .takeWhile(line -> line.startsWith("|"))
                .toList();

        assertThat(shown)
                .containsExactlyElementsOf(Arrays.stream(KnownFailure.values())
                        .map(FailureTableTest::row)
                        .toList());
    }

    private static String row(KnownFailure failure) {
        String codes = failure.codes().stream().map(code -> "`" + code + "`").collect(Collectors.joining(", "));
        return "| " + codes + " | " + failure.meaning() + " | " + failure.resolution() + " |";
    }

    @Test
    void noCodeStandsInTwoRows() {
        assertThat(Stream.of(KnownFailure.values()).flatMap(row -> row.codes().stream()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_client, QF_CLIENT_SECRET",
        "invalid_grant, consent again",
        "redirect_uri_mismatch, trailing slash",
        "invalid_scope, approve",
        "unauthorized_client, enable",
        "unsupported_grant_type, base URL",
        "invalid_request, report it",
        "access_denied, Ask the user again",
        "expired_token, users login --device",
        "insufficient_scope, consent to its scope",
    })
    void everyCodeOfOauthSaysWhatToDo(String code, String words) {
        assertThat(KnownFailure.of(code).orElseThrow().resolution()).contains(words);
    }

    @Test
    void anUnknownCodeIsJudgedByItsStatus() {
        assertThat(KnownFailure.of("Oops", 503)).contains(KnownFailure.UNAVAILABLE);
        assertThat(KnownFailure.of("Oops", 401)).contains(KnownFailure.UNAUTHORIZED);
        assertThat(KnownFailure.of("Oops", 418)).isEmpty();
    }
}
