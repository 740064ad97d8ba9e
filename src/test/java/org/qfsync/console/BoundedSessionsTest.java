package org.qfsync.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.apache.catalina.Context;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;

class BoundedSessionsTest {
    @Test
    void strangersCannotFillTheMemoryWithSessions() {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
        new BoundedSessions().customize(factory);
        TomcatWebServer server = (TomcatWebServer) factory.getWebServer();
        server.start();
        try {
            Context context = (Context) server.getTomcat().getHost().findChildren()[0];
            for (int i = 0; i < BoundedSessions.MOST; i++) {
                context.getManager().createSession(null);
            }
            assertThatIllegalStateException()
                    .isThrownBy(() -> context.getManager().createSession(null));
            assertThat(context.getManager().getActiveSessions()).isEqualTo(BoundedSessions.MOST);
        } finally {
            server.stop();
        }
    }
}
