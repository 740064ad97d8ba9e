package org.qfsync.console;

import org.apache.catalina.session.StandardManager;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Keeps so many sessions and no more. Whoever asks for the login page gets one, so without a bound strangers could fill the
 * memory of the process that holds users' tokens.
 */
final class BoundedSessions implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    static final int MOST = 2_000;

    @Override
    public void customize(TomcatServletWebServerFactory server) {
        server.addContextCustomizers(context -> {
            StandardManager sessions = new StandardManager();
            sessions.setMaxActiveSessions(MOST);
            context.setManager(sessions);
        });
    }
}
