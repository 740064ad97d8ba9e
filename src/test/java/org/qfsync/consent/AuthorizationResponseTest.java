package org.qfsync.consent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.Secret;

class AuthorizationResponseTest {
    @Test
    void aCodeComesWithItsState() {
        AuthorizationResponse response =
                AuthorizationResponse.parse("code=a%2Bb&state=s1&scope=openid&iss=https%3A%2F%2Fauth.example");

        assertThat(response.state()).isEqualTo("s1");
        assertThat(response.code()).contains(new Secret("a+b"));
        assertThat(response.error()).isEmpty();
        assertThat(response.issuer()).contains("https://auth.example");
        assertThat(response.toString()).doesNotContain("a+b");
    }

    @Test
    void aNoIsToldInOneSafeLine() {
        AuthorizationResponse response = AuthorizationResponse.parse(
                "error=access_denied&error_description=The+user%0Asaid%1B%5B1m+no&state=s1&code=never");

        assertThat(response.error()).contains("access_denied");
        assertThat(response.description()).isEqualTo("The user said [1m no");
        assertThat(response.code()).isEmpty();
        assertThat(AuthorizationResponse.parse("error=%3Cscript%3E&state=s1").error())
                .contains("unknown_error");
    }

    @Test
    void aParameterThatComesTwiceMakesItWorthless() {
        assertThat(AuthorizationResponse.parse("code=a&state=s1&code=b").state())
                .isEmpty();
        assertThat(AuthorizationResponse.parse("code=a&state=s1&state=s2").code())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&&&", "code=%zz&state=%", "state", "=", "code=+&state="})
    void whatIsBrokenHasNeitherCodeNorState(String query) {
        AuthorizationResponse response = AuthorizationResponse.parse(query);

        assertThat(response.code()).isEmpty();
        assertThat(response.state()).isEmpty();
    }

    @Test
    void aPastedAddressIsReadHoweverItWasPasted() {
        assertThat(AuthorizationResponse.ofAddress("  http://127.0.0.1:8765/callback?code=c1&state=s1 \n"))
                .map(AuthorizationResponse::state)
                .contains("s1");
        assertThat(AuthorizationResponse.ofAddress("http://127.0.0.1:8765/callback"))
                .isEmpty();
        assertThat(AuthorizationResponse.ofAddress("not an address")).isEmpty();
    }
}
