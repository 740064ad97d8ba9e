package org.qfsync.console;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qfsync.job.Nights;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What each page has around its own content. */
@ControllerAdvice
final class Frame {
    private final ConsoleProperties properties;
    private final Phrases phrases;

    Frame(ConsoleProperties properties, Nights nights, Clock clock) {
        this.properties = properties;
        this.phrases = new Phrases(nights.schedule().zone(), clock);
    }

    @ModelAttribute("say")
    Phrases say() {
        return phrases;
    }

    @ModelAttribute("sections")
    List<Section> sections() {
        return Arrays.asList(Section.values());
    }

    /** The section that the page belongs to. */
    @ModelAttribute("section")
    @Nullable Section section(HttpServletRequest request) {
        return Arrays.stream(Section.values())
                .filter(section -> section.covers(request.getRequestURI()))
                .findFirst()
                .orElse(null);
    }

    /** True if who looks may act. */
    @ModelAttribute("mayAct")
    boolean mayAct() {
        return isSignedIn()
                && who().getAuthorities().stream()
                        .anyMatch(authority -> ("ROLE_" + ConsoleSecurity.OPERATOR).equals(authority.getAuthority()));
    }

    /** True if there is somebody whom the navigation is for. */
    @ModelAttribute("isInside")
    boolean isInside() {
        return isSignedIn();
    }

    /** Whom a button to sign out is for; empty where nobody needs to sign in. */
    @ModelAttribute("account")
    Optional<String> account() {
        return properties.isGuarded() && isSignedIn() ? Optional.of(who().getName()) : Optional.empty();
    }

    @ModelAttribute("assets")
    Scripts assets() {
        return new Scripts("/assets/" + Assets.HTMX + "/htmx.min.js", "/assets/" + Assets.CHARTS + "/chart.umd.min.js");
    }

    /** True for who has signed in, and for everyone where nobody needs to. */
    static boolean isSignedIn() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        return who != null
                && who.getAuthorities().stream()
                        .anyMatch(authority -> ("ROLE_" + ConsoleSecurity.READER).equals(authority.getAuthority()));
    }

    private static Authentication who() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        if (who == null) {
            throw new IllegalStateException("nobody has signed in");
        }
        return who;
    }

    /** Where the scripts of others are. */
    public record Scripts(String htmx, String charts) {}
}
