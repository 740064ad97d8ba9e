package org.qfsync.enrolment;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.qfsync.enrolment.Browsers.Browser;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.ServerResponse;

/** Shows pages: the templates beside this class, with what every one of them needs. */
final class Pages {
    private final OperatorNotice operator;
    private final Browsers browsers;

    Pages(OperatorNotice operator, Browsers browsers) {
        this.operator = operator;
        this.browsers = browsers;
    }

    /** A page; the browser is told its id if it has none. */
    ServerResponse show(HttpStatus status, String template, Browser browser, Map<String, ?> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("operator", operator);
        all.put("token", browsers.formToken(browser));
        ServerResponse.BodyBuilder response = ServerResponse.status(status);
        if (browser.isNew()) {
            response.header(HttpHeaders.SET_COOKIE, browsers.cookie(browser));
        }
        return response.render(template, all);
    }

    /** What went wrong, and where to begin again. */
    ServerResponse problem(Problem problem, Purpose purpose) {
        return problem(problem, purpose, Map.of());
    }

    ServerResponse problem(Problem problem, Purpose purpose, Map<String, String> headers) {
        ServerResponse.BodyBuilder response = ServerResponse.status(problem.status());
        headers.forEach(response::header);
        return response.render(
                "problem",
                Map.of(
                        "operator", operator,
                        "title", problem.title(),
                        "what", problem.what(),
                        "advice", problem.advice(),
                        "again", purpose.page(),
                        "consentStands", purpose == Purpose.WITHDRAWAL));
    }

    /** How long data is kept after a withdrawal, in words that follow "is deleted". */
    static String within(Duration kept) {
        long days = kept.plusDays(1).minusNanos(1).toDays();
        if (days == 0) {
            return "in the coming night";
        }
        return days == 1 ? "in the night after the next day" : "in the first night after " + days + " days";
    }

    /** Goes to where that begins. */
    ServerResponse goTo(Purpose purpose) {
        return ServerResponse.seeOther(URI.create(purpose.page())).build();
    }

    /** Goes on elsewhere, with GET. */
    ServerResponse goTo(URI address, Browser browser) {
        ServerResponse.BodyBuilder response = ServerResponse.seeOther(address);
        if (browser.isNew()) {
            response.header(HttpHeaders.SET_COOKIE, browsers.cookie(browser));
        }
        return response.build();
    }
}
