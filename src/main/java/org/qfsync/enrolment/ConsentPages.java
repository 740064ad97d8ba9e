package org.qfsync.enrolment;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.qfsync.consent.Consented;
import org.qfsync.consent.SelfService;
import org.qfsync.enrolment.Browsers.Browser;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** {@code /connect}: tells what is copied and why, asks, and tells what came of it. Consenting again is the same. */
final class ConsentPages {
    private static final String FORM = "connect";

    private final List<Choice> choices;
    private final SelfService consents;
    private final Browsers browsers;
    private final Visits visits;
    private final Pages pages;
    private final Logins logins;

    ConsentPages(SelfService consents, Browsers browsers, Visits visits, Pages pages, Logins logins) {
        this.consents = consents;
        this.choices = Choice.among(consents.usualScopes());
        this.browsers = browsers;
        this.visits = visits;
        this.pages = pages;
        this.logins = logins;
    }

    /** The question. Nothing is ticked beforehand: what people read and save may tell of their faith. */
    ServerResponse ask(ServerRequest request) {
        return form(HttpStatus.OK, browsers.of(request), false);
    }

    /** The answer, on the way to the authorization server. */
    ServerResponse answer(ServerRequest request) {
        Browser browser = browsers.of(request);
        if (!browsers.isOurForm(request, browser)) {
            return pages.problem(Problem.STALE_FORM, Purpose.CONSENT);
        }
        Set<String> ticked = ticked(request);
        return ticked.isEmpty()
                ? form(HttpStatus.UNPROCESSABLE_CONTENT, browser, true)
                : logins.toConsent(browser, ticked);
    }

    /** What the user agreed to in the end. */
    ServerResponse done(ServerRequest request) {
        Browser browser = browsers.of(request);
        return visits.consent(browser)
                .map(result -> pages.show(HttpStatus.OK, "connected", browser, model(result)))
                .orElseGet(() -> pages.goTo(Purpose.CONSENT));
    }

    private ServerResponse form(HttpStatus status, Browser browser, boolean nothingTicked) {
        return pages.show(
                status,
                FORM,
                browser,
                Map.of(
                        "choices", choices,
                        "within", Pages.within(consents.keptAfterWithdrawal()),
                        "nothingTicked", nothingTicked));
    }

    private Set<String> ticked(ServerRequest request) {
        Set<String> sent = Set.copyOf(request.params().getOrDefault("scope", List.of()));
        return choices.stream().map(Choice::scope).filter(sent::contains).collect(Collectors.toSet());
    }

    private static Map<String, Object> model(Consented result) {
        return Map.of(
                "granted", named(result.granted()),
                "missing", named(result.missing()),
                "copiesSomething", !Choice.among(result.granted()).isEmpty());
    }

    private static List<Choice> named(Collection<String> scopes) {
        return scopes.stream().map(Choice::of).toList();
    }
}
