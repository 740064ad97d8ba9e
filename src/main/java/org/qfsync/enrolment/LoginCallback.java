package org.qfsync.enrolment;

import java.net.URI;
import java.util.Optional;
import org.qfsync.consent.AuthorizationResponse;
import org.qfsync.consent.SelfService;
import org.qfsync.domain.SyncException;
import org.qfsync.enrolment.Browsers.Browser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * {@code /oauth/callback}: where the authorization server sends people back to (RFC 6749 sections 4.1.2 and 4.1.2.1).
 * It goes on to another page at once, so that the code does not stay in the address bar.
 */
final class LoginCallback {
    private static final Logger LOG = LoggerFactory.getLogger(LoginCallback.class);
    private static final URI CONNECTED = URI.create("/connect/done");

    private final SelfService consents;
    private final Browsers browsers;
    private final Visits visits;
    private final Pages pages;

    LoginCallback(SelfService consents, Browsers browsers, Visits visits, Pages pages) {
        this.consents = consents;
        this.browsers = browsers;
        this.visits = visits;
        this.pages = pages;
    }

    /** Ends a login, if it is one of ours, began in this browser, and is not over. */
    ServerResponse handle(ServerRequest request) {
        AuthorizationResponse response = AuthorizationResponse.parse(QuietRequests.queryOf(request.servletRequest()));
        if (response.state().isEmpty()) {
            return pages.problem(Problem.MALFORMED, Purpose.CONSENT);
        }
        Optional<Visits.Login> found = visits.login(response.state());
        if (found.isEmpty()) {
            return pages.problem(Problem.LOGIN_OVER, Purpose.CONSENT);
        }
        Visits.Login login = found.get();
        Browser browser = browsers.of(request);
        if (!login.isOf(browser)) {
            LOG.warn("A login came back in a browser that did not begin it; it was refused");
            return pages.problem(Problem.OTHER_BROWSER, login.purpose());
        }
        return visits.end(response.state())
                ? end(response, login.purpose(), browser)
                : pages.problem(Problem.LOGIN_OVER, login.purpose());
    }

    private ServerResponse end(AuthorizationResponse response, Purpose purpose, Browser browser) {
        try {
            return switch (purpose) {
                case CONSENT -> {
                    visits.consented(browser, consents.consent(response));
                    yield pages.goTo(CONNECTED, browser);
                }
                case WITHDRAWAL -> {
                    visits.proved(browser, consents.identify(response));
                    yield pages.goTo(WithdrawalPages.CONFIRM, browser);
                }
            };
        } catch (SyncException e) {
            LOG.warn("A login in the browser came to nothing: {}. {}", e.getMessage(), e.hint());
            // Anybody can send any words here, so that none of them is repeated on the page.
            return pages.problem(Problem.of(e), purpose);
        }
    }
}
