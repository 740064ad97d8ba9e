package org.qfsync.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.testing.Visitor;

/** Who asks for too much waits, and nobody else does. The tests come from this machine, whose word is believed. */
class LimitsTest {
    private static final int FORMS_A_MINUTE = 30;
    private static final String SAID_BY_PROXIES = "X-Forwarded-For";

    @TempDir
    static Path home;

    static EnrolmentRig rig;

    @BeforeAll
    static void start() {
        rig = new EnrolmentRig(home, Map.of("QFSYNC_ENROLMENT_PROXIES", "127.0.0.1, 10.1.0.0/16"));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void whoSendsTooManyFormsWaitsAndNobodyElseDoes() {
        HttpResponse<String> answer = exhaust("203.0.113.7");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("Too many requests", "Wait a minute");
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 60L);
        assertThat(sendForm("203.0.113.8").statusCode()).isEqualTo(403);
        assertThat(rig.visitor()
                        .with(SAID_BY_PROXIES, "203.0.113.7")
                        .get("/connect")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatAVisitorSaysOfItselfIsNotBelieved() {
        exhaust("203.0.113.20");

        assertThat(sendForm("198.51.100.1, 203.0.113.20").statusCode()).isEqualTo(429);
        assertThat(sendForm("203.0.113.20, 10.1.2.3").statusCode())
                .as("through a second proxy of ours")
                .isEqualTo(429);
        assertThat(sendForm("203.0.113.20, 10.2.0.1").statusCode())
                .as("a proxy that is not ours counts for itself")
                .isEqualTo(403);
    }

    @Test
    void aNetworkOfIpv6CountsAsOne() {
        exhaust("2001:db8:1:2::7");

        assertThat(sendForm("2001:db8:1:2:ffff::1").statusCode()).isEqualTo(429);
        assertThat(sendForm("2001:db8:1:3::7").statusCode()).isEqualTo(403);
    }

    private static HttpResponse<String> exhaust(String address) {
        for (int i = 0; i < FORMS_A_MINUTE; i++) {
            assertThat(sendForm(address).statusCode()).isEqualTo(403);
        }
        return sendForm(address);
    }

    /** One that did not come from a page of ours; it is counted all the same. */
    private static HttpResponse<String> sendForm(String address) {
        return new Visitor(rig.address()).with(SAID_BY_PROXIES, address).post("/connect", "scope", "bookmark");
    }
}
