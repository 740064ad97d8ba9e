package org.qfsync.enrolment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import org.qfsync.consent.SelfService;
import org.qfsync.http.RateLimit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.ServerResponse;

/** Puts together what is behind the addresses. */
final class Site {
    private static final int EXCHANGES_A_MINUTE = 300;

    private final EnrolmentProperties properties;
    private final SelfService consents;
    private final Clock clock;

    Site(EnrolmentProperties properties, SelfService consents, Clock clock) {
        this.properties = properties;
        this.consents = consents;
        this.clock = clock;
    }

    /** All addresses. */
    Routes routes() {
        Browsers browsers = new Browsers(properties.isSecure());
        Visits visits = new Visits(clock);
        Pages pages = new Pages(properties.operator(), browsers);
        Logins logins = new Logins(consents, properties.redirectUri(), visits, pages);
        ConsentPages consent = new ConsentPages(consents, browsers, visits, pages, logins);
        WithdrawalPages withdrawal = new WithdrawalPages(consents, browsers, visits, pages, logins);
        byte[] style = style();
        Routes routes = new Routes(pages, new Limits())
                .show("/", request -> pages.goTo(Purpose.CONSENT))
                .show("/connect", consent::ask)
                .on(HttpMethod.POST, "/connect", consent::answer)
                .show("/connect/done", consent::done)
                .on(HttpMethod.GET, "/oauth/callback", new LoginCallback(consents, browsers, visits, pages)::handle)
                .show("/disconnect", withdrawal::explain)
                .on(HttpMethod.POST, "/disconnect", withdrawal::signIn)
                .show("/disconnect/confirm", withdrawal::ask)
                .on(HttpMethod.POST, "/disconnect/confirm", withdrawal::decide)
                .show("/disconnect/done", withdrawal::done)
                .show(
                        "/style.css",
                        request -> ServerResponse.ok()
                                .header(HttpHeaders.CONTENT_TYPE, "text/css;charset=UTF-8")
                                .body(style));
        if (!properties.applications().keyHashes().isEmpty()) {
            ExchangeEndpoint exchange = new ExchangeEndpoint(
                    consents, properties.applications(), new RateLimit(EXCHANGES_A_MINUTE), new ShortMemory<>(clock));
            routes.on(HttpMethod.POST, ExchangeEndpoint.PATH, exchange::handle);
        }
        return routes;
    }

    private static byte[] style() {
        try (InputStream style = Site.class.getResourceAsStream("style.css")) {
            if (style == null) {
                throw new IllegalStateException("style.css is not in this build");
            }
            return style.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
