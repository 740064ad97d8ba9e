package org.qfsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenUsersTest {
    private static final String CONSENT = "The user must consent again";

    @Test
    void aRefusedGrantIsOneCauseByWhateverNameAndStatus() {
        List<OpenUsers> merged = OpenUsers.merged(List.of(
                skipped("invalid_grant", Optional.empty(), CONSENT, "a"),
                skipped("invalid_grant", Optional.of(400), CONSENT, "d", "e"),
                skipped("token_inactive", Optional.of(200), CONSENT, "c")));

        assertThat(merged)
                .containsExactly(new OpenUsers(
                        false,
                        "invalid_grant",
                        Optional.of(400),
                        Optional.empty(),
                        CONSENT,
                        4,
                        List.of("a", "c", "d", "e")));
        assertThat(Remedies.mustConsentAgain(merged.get(0).errorClass())).isTrue();
    }

    @Test
    void otherCausesStayApartTheBiggestFirst() {
        OpenUsers paused = skipped("paused", Optional.empty(), "resume", "p");
        OpenUsers refused = skipped("invalid_grant", Optional.of(400), CONSENT, "a", "b");
        OpenUsers failed =
                new OpenUsers(true, "http_503", Optional.of(503), Optional.of("bookmarks"), "again", 1, List.of("x"));
        OpenUsers alike =
                new OpenUsers(true, "http_502", Optional.of(502), Optional.of("bookmarks"), "again", 3, List.of("y"));

        assertThat(OpenUsers.merged(List.of(failed, alike, paused, refused)))
                .containsExactly(alike, failed, refused, paused);
        assertThat(List.of(paused, failed)).extracting(OpenUsers::errorClass).noneMatch(Remedies::mustConsentAgain);
    }

    private static OpenUsers skipped(String code, Optional<Integer> status, String hint, String... subs) {
        return new OpenUsers(false, code, status, Optional.empty(), hint, subs.length, List.of(subs));
    }
}
