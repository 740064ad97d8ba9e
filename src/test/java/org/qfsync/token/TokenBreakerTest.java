package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.qfsync.domain.SystemicException;
import org.qfsync.token.TokenAnswer.Refusal;

class TokenBreakerTest {
    private final TokenBreaker breaker = new TokenBreaker();

    @Test
    void fiveRefusalsInARowOpenItAndOneAcceptanceEndsARow() {
        for (int i = 0; i < 4; i++) {
            breaker.refusedByApi();
        }
        breaker.acceptedByApi();
        for (int i = 0; i < 4; i++) {
            breaker.refusedByApi();
        }
        breaker.requireClosed();
        breaker.refusedByApi();

        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(breaker::requireClosed)
                .satisfies(e -> assertThat(e.code()).isEqualTo("api_refuses_tokens"));
    }

    @Test
    void itKeepsTheFirstReasonUntilItIsReset() {
        breaker.trip(new SystemicException("first", "a", 401, "hint", null));
        breaker.trip(new SystemicException("second", "b", 401, "hint", null));

        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(breaker::requireClosed)
                .withMessage("first")
                .satisfies(e -> assertThat(e.hint()).isEqualTo("hint"));
        breaker.reset();
        breaker.requireClosed();
    }

    @Test
    void aResetForgetsTheDoubtsOfTheRunBefore() {
        Refusal doubt = new Refusal("no_answer", null, "");
        breaker.unanswered(doubt);
        breaker.unanswered(doubt);
        breaker.reset();
        breaker.unanswered(doubt);

        breaker.requireClosed();
    }
}
