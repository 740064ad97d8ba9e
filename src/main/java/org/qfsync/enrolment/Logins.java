package org.qfsync.enrolment;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;
import org.qfsync.consent.AuthorizationCodeFlow.Started;
import org.qfsync.consent.SelfService;
import org.qfsync.domain.SyncException;
import org.qfsync.enrolment.Browsers.Browser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.function.ServerResponse;

/** Sends people to the authorization server, and remembers in which browser they are to come back. Thread-safe. */
final class Logins {
    private static final Logger LOG = LoggerFactory.getLogger(Logins.class);
    /** Who it is, and access at night. */
    private static final Set<String> ALWAYS = Set.of("openid", "offline_access");

    private final SelfService consents;
    private final URI redirectUri;
    private final Visits visits;
    private final Pages pages;

    Logins(SelfService consents, URI redirectUri, Visits visits, Pages pages) {
        this.consents = consents;
        this.redirectUri = redirectUri;
        this.visits = visits;
        this.pages = pages;
    }

    /** To agree to these scopes. */
    ServerResponse toConsent(Browser browser, Set<String> scopes) {
        Set<String> all = new LinkedHashSet<>(ALWAYS);
        all.addAll(scopes);
        return send(browser, Purpose.CONSENT, () -> consents.beginConsent(redirectUri, all));
    }

    /** To show who they are. */
    ServerResponse toIdentify(Browser browser) {
        return send(browser, Purpose.WITHDRAWAL, () -> consents.beginIdentification(redirectUri));
    }

    private ServerResponse send(Browser browser, Purpose purpose, java.util.function.Supplier<Started> login) {
        try {
            Started started = login.get();
            visits.begun(started.state(), browser, purpose);
            return pages.goTo(started.authorizationUrl(), browser);
        } catch (SyncException e) {
            LOG.warn("A user could not be sent to sign in: {}. {}", e.getMessage(), e.hint());
            return pages.problem(Problem.of(e), purpose);
        }
    }
}
