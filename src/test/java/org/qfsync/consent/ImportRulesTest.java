package org.qfsync.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.QfEnvironment;
import tools.jackson.databind.json.JsonMapper;

class ImportRulesTest {
    private static final Instant NOW = Instant.parse("2026-10-04T02:30:00Z");
    private static final ImportRules RULES = new ImportRules(
            "ours",
            QfEnvironment.PRELIVE,
            Optional.of("https://issuer.example"),
            URI.create("https://auth.example"),
            Duration.ofDays(30),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'client_id':'ours'",
                "'client_id':null,'environment':''",
                "'environment':'pre-live'",
                "'env':'PRELIVE'",
                "'iss':'https://issuer.example/'",
                "'token_type':'Bearer','access_token':'at','id_token':'x.y.z'",
                "'expires_in':3600,'expires_at':'2026-10-04T03:00:00Z'",
                "'expires_in':'3599','expires_at':1791081000",
                "'expires_at':'1791081000000'",
                "'expires_at':1791081000.25",
                // the access token has ended, the refresh token has not
                "'expires_at':'2026-09-05T02:30:00+00:00'",
                "'obtained_at':'2026-09-04T02:30:00Z'",
                // consented long ago, but rotated since
                "'obtained_at':'2026-01-01T00:00:00Z','expires_in':3600,'expires_at':'2026-10-01T00:00:00Z'",
                "'obtained_at':'2026-01-01T00:00:00Z','refresh_token_expires_at':'2026-10-05T00:00:00Z'",
                "'obtained_at':'2026-08-01T00:00:00Z','refresh_token_expires_in':7776000",
            })
    void whatIsOursAndAliveIsTaken(String fields) throws RefusedException {
        RULES.require(line(fields));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'client_id':'theirs' | \"client_id\" is not ours",
                "'environment':'production' | its environment is not prelive",
                "'env':'prod' | its environment is not prelive",
                "'iss':'https://auth.example' | its issuer is not https://issuer.example",
                "'issuer':'http://issuer.example' | its issuer is not https://issuer.example",
                "'token_type':'mac' | \"token_type\" is not bearer",
                "'obtained_at':'2026-10-04T02:36:00Z' | in the future",
                "'expires_in':10,'expires_at':'2026-10-04T02:36:00Z' | in the future",
                "'obtained_at':'2026-09-04T02:29:59Z' | expired",
                "'expires_at':1788488940 | expired",
                "'expires_in':'3600','expires_at':'1788492000000' | expired",
                "'obtained_at':'2026-10-01T00:00:00Z','refresh_token_expires_at':'2026-10-04T02:29:59Z' | expired",
                "'obtained_at':'2026-10-01T00:00:00Z','refresh_token_expires_in':3600 | expired",
                "'obtained_at':'2026-10-04T02:30:00' | \"obtained_at\" is not a time",
                "'obtained_at':true | \"obtained_at\" is not a time",
                "'expires_at':3600 | \"expires_at\" is not a time",
                "'expires_at':17910810000000000 | \"expires_at\" is not a time",
                "'expires_at':1e300 | \"expires_at\" is not a time",
                "'expires_at':'-1' | \"expires_at\" is not a time",
                "'expires_in':-3600 | \"expires_in\" is not a number of seconds",
                "'expires_in':'soon' | \"expires_in\" is not a number of seconds",
                "'expires_in':9e18 | \"expires_in\" is not a number of seconds",
                "'sub':7 | \"sub\" is not a text",
                "'sub':null | \"sub\" is missing",
                "'sub':null,'id_token':'x.y.z' | its signature cannot be verified offline",
                "'sub':'a\\u0000b' | \"sub\" holds control characters",
                "'scope':'  ' | \"scope\" is not a text",
                "'refresh_token':null | \"refresh_token\" is missing",
            })
    void whatIsNotIsRefusedForAReasonThatRepeatsNothingOfIt(String fields, String reason) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> RULES.require(line(fields)))
                .withMessageContaining(reason)
                .withMessageNotContainingAny("theirs", "x.y.z", "soon", "canary", "36:00");
    }

    @Test
    void beforeTheIssuerIsKnownTheAuthorizationServersOwnAddressDoesForIt() throws RefusedException {
        ImportRules unknown = new ImportRules(
                "ours",
                QfEnvironment.PRELIVE,
                Optional.empty(),
                URI.create("https://auth.example"),
                Duration.ofDays(30),
                RULES.clock());

        unknown.require(line("'iss':'https://auth.example/'"));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> unknown.require(line("'iss':'https://issuer.example'")));
    }

    @Test
    void theMomentOfIssueFollowsFromTheEndOfTheAccessToken() throws RefusedException {
        assertThat(line("'expires_in':3600,'expires_at':'2026-10-04T03:00:00Z'").obtainedAt())
                .contains(NOW.minus(Duration.ofMinutes(30)));
        assertThat(line("'expires_at':'2026-10-04T03:00:00Z'").obtainedAt()).isEmpty();
    }

    private static ConsentLine line(String fields) throws RefusedException {
        String needed = "{'sub':'canary','refresh_token':'canary','scope':'bookmark'";
        for (String name : new String[] {"sub", "refresh_token", "scope"}) {
            needed = fields.contains("'" + name + "'") ? needed.replaceFirst("'" + name + "':'[a-z]*',?", "") : needed;
        }
        String comma = needed.endsWith("{") || needed.endsWith(",") ? "" : ",";
        return ConsentLine.of(
                JsonMapper.builder().build().readTree((needed + comma + fields + "}").replace('\'', '"')));
    }
}
