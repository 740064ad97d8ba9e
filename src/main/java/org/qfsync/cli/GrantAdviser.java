package org.qfsync.cli;

import static org.qfsync.cli.GrantAdvice.when;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.consent.ConsentProperties;
import org.qfsync.consent.DataAskedFor;
import org.qfsync.report.Remedies;
import org.qfsync.token.Grant;
import org.qfsync.token.TokenPolicy;

/** Tells operators how grants stand at this moment, and what to do about each. */
final class GrantAdviser {
    private final Instant now;
    private final TokenPolicy policy;
    private final ConsentProperties consent;
    private final DataAskedFor asked;
    private final String qfsync;

    private GrantAdviser(
            Instant now, TokenPolicy policy, ConsentProperties consent, DataAskedFor asked, String qfsync) {
        this.now = now;
        this.policy = policy;
        this.consent = consent;
        this.asked = asked;
        this.qfsync = qfsync;
    }

    static GrantAdviser of(Program program, Surroundings around) {
        return new GrantAdviser(
                program.get(Clock.class).instant(),
                program.get(TokenPolicy.class),
                program.get(ConsentProperties.class),
                program.get(DataAskedFor.class),
                around.command());
    }

    GrantAdvice advise(Grant grant) {
        String run = typed(Remedies.RUN);
        return switch (grant.standing(now)) {
            case ACTIVE -> ofActive(grant, run);
            case BACKING_OFF ->
                new GrantAdvice("rests after a failed refresh until " + when(grant.nextAttemptAt()), run);
            case REFRESHING ->
                grant.leaseLive()
                        ? new GrantAdvice("being refreshed", "")
                        : new GrantAdvice("its refresh was cut off; the next run finds out", run);
            case IN_DOUBT -> new GrantAdvice("the outcome of its last refresh is unknown", run);
            case REAUTH_REQUIRED ->
                new GrantAdvice(
                        "must consent again",
                        consent.connectPage()
                                .map(page -> "ask them to open " + page)
                                .orElse(typed(Remedies.CONSENT_AGAIN)));
            case PAUSED ->
                new GrantAdvice("paused since " + when(grant.pausedAt()), typed(Remedies.resume(grant.sub())));
            case REVOKED -> new GrantAdvice("withdrawn; data to be deleted " + when(grant.eraseAt()), "");
            case QUARANTINED ->
                new GrantAdvice("held back: its token may be spent", typed(Remedies.release(grant.sub())));
        };
    }

    /** A command as it is typed here. */
    private String typed(String command) {
        return command.replaceFirst("^qfsync", Matcher.quoteReplacement(qfsync));
    }

    private GrantAdvice ofActive(Grant grant, String run) {
        Optional<Instant> lapse = policy.nearLapse(grant, now);
        if (lapse.isPresent()) {
            return new GrantAdvice("lapses from disuse " + when(lapse), run);
        }
        String missing = asked.missingIn(grant.scopes()).stream()
                .flatMap(dataset -> dataset.readScope().stream())
                .distinct()
                .map(scope -> "no consent to " + scope)
                .collect(Collectors.joining(", "));
        return new GrantAdvice(missing, "");
    }

    /** When the server forgets the grant unless it is refreshed before. */
    Optional<Instant> lapse(Grant grant) {
        return grant.lapsesAt(policy.refreshTokenLifetime());
    }

    Instant now() {
        return now;
    }
}
