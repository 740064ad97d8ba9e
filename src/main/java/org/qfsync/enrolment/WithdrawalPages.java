package org.qfsync.enrolment;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.qfsync.consent.SelfService;
import org.qfsync.consent.SelfService.Ended;
import org.qfsync.enrolment.Browsers.Browser;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * {@code /disconnect}: lets users withdraw. They sign in at the authorization server, which tells us who they are and
 * gives no access to anything; then they decide, once, what becomes of their data.
 */
final class WithdrawalPages {
    static final URI CONFIRM = URI.create("/disconnect/confirm");
    private static final URI DONE = URI.create("/disconnect/done");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final SelfService consents;
    private final Browsers browsers;
    private final Visits visits;
    private final Pages pages;
    private final Logins logins;

    WithdrawalPages(SelfService consents, Browsers browsers, Visits visits, Pages pages, Logins logins) {
        this.consents = consents;
        this.browsers = browsers;
        this.visits = visits;
        this.pages = pages;
        this.logins = logins;
    }

    ServerResponse explain(ServerRequest request) {
        return pages.show(HttpStatus.OK, "disconnect", browsers.of(request), Map.of("within", within()));
    }

    /** On the way to the authorization server. */
    ServerResponse signIn(ServerRequest request) {
        Browser browser = browsers.of(request);
        return browsers.isOurForm(request, browser)
                ? logins.toIdentify(browser)
                : pages.problem(Problem.STALE_FORM, Purpose.WITHDRAWAL);
    }

    /** Asks what is to become of the data. */
    ServerResponse ask(ServerRequest request) {
        Browser browser = browsers.of(request);
        return visits.isProved(browser)
                ? pages.show(HttpStatus.OK, "confirm", browser, Map.of("within", within()))
                : pages.goTo(Purpose.WITHDRAWAL);
    }

    /** Withdraws. */
    ServerResponse decide(ServerRequest request) {
        Browser browser = browsers.of(request);
        Optional<String> data = Browsers.field(request, "data").filter(choice -> choice.matches("later|now"));
        if (!browsers.isOurForm(request, browser) || data.isEmpty()) {
            return pages.problem(Problem.STALE_FORM, Purpose.WITHDRAWAL);
        }
        Optional<String> sub = visits.takeProof(browser);
        if (sub.isEmpty()) {
            return pages.problem(Problem.LOGIN_OVER, Purpose.WITHDRAWAL);
        }
        visits.withdrawn(browser, data.get().equals("now") ? consents.erase(sub.get()) : consents.withdraw(sub.get()));
        return pages.goTo(DONE, browser);
    }

    /** What came of it. */
    ServerResponse done(ServerRequest request) {
        Browser browser = browsers.of(request);
        return visits.withdrawal(browser)
                .map(result -> pages.show(HttpStatus.OK, "disconnected", browser, model(result)))
                .orElseGet(() -> pages.goTo(Purpose.WITHDRAWAL));
    }

    private static Map<String, Object> model(Ended result) {
        Map<String, Object> model = new HashMap<>();
        model.put("known", result.known());
        model.put("erased", result.erased());
        model.put("upstream", Upstream.of(result.upstream()));
        model.put("eraseDate", result.eraseAt().map(WithdrawalPages::date).orElse(""));
        return model;
    }

    private static String date(Instant moment) {
        return DATE.format(moment);
    }

    private String within() {
        return Pages.within(consents.keptAfterWithdrawal());
    }

    /** What the authorization server made of our word that the consent is withdrawn. */
    enum Upstream {
        TOLD,
        NOT_TOLD,
        NOTHING_TO_TELL;

        static Upstream of(String phrase) {
            return switch (phrase) {
                case "revoked" -> TOLD;
                case "nothing to revoke" -> NOTHING_TO_TELL;
                default -> NOT_TOLD;
            };
        }
    }
}
