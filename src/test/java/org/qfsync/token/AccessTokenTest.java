package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AccessTokenTest {
    @Test
    void theSecretIsNotPrinted() {
        AccessToken token = new AccessToken("ory_at_canary", 3, Instant.EPOCH);
        assertThat(token.toString()).contains("generation=3").doesNotContain("canary");
    }
}
