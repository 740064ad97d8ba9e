package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.SystemicException;
import org.qfsync.http.HttpProperties;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.ServerClock;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;

class IssuerTest {
    private final HttpTransport transport =
            HttpTransport.pooled(HttpProperties.defaults(), new RequestMeter(), new ServerClock(Clock.systemUTC()));

    @AfterEach
    void close() throws IOException {
        transport.close();
    }

    @Test
    void theServerNamesItself() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(1))) {
            assertThat(new Issuer(transport, sandbox.baseUrl()).discover())
                    .hasValueSatisfying(name -> assertThat(name).contains("seed-42"));
        }
    }

    @Test
    void aBlockedDocumentLeavesTheNameUnknownAndMakesNoneUp() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(1))) {
            sandbox.addFault(FaultRule.parse("discovery:403=1"));
            assertThat(new Issuer(transport, sandbox.baseUrl()).discover()).isEmpty();
        }
    }

    @Test
    void aServerInTroubleAndOneOutOfReachAreSystemic() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(1))) {
            sandbox.addFault(FaultRule.parse("discovery:503=1"));
            assertThatExceptionOfType(SystemicException.class)
                    .isThrownBy(() -> new Issuer(transport, sandbox.baseUrl()).discover())
                    .withMessageContaining("HTTP 503");
        }
        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> new Issuer(transport, URI.create("http://127.0.0.1:1")).discover())
                .withMessageContaining("no connection");
    }
}
