package org.qfsync.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.consent.AuthorizationCodeFlow;
import org.qfsync.consent.AuthorizationCodeFlow.Started;
import org.qfsync.consent.AuthorizationResponse;
import org.qfsync.consent.LoginProperties;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.token.Actor;
import org.qfsync.token.Grant;
import org.qfsync.token.GrantState;
import org.qfsync.token.Tokens;

/**
 * What befalls the consents of three users in the demo's first night: the answer to a refresh is lost, a grant was
 * revoked, and a user is just consenting again. Told afterwards as the database then has it.
 */
final class DemoIncidents {
    private static final int LOST = 10;
    private static final int CONSENTING = 14;

    /** For so long the simulated service takes a spent token again, as some versions of the real one do. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private final Sandbox sandbox;
    private final Tokens tokens;
    private final AuthorizationCodeFlow flow;
    private final LoginProperties login;

    DemoIncidents(Sandbox sandbox, Program program) {
        this.sandbox = sandbox;
        this.tokens = program.get(Tokens.class);
        this.flow = program.get(AuthorizationCodeFlow.class);
        this.login = program.get(LoginProperties.class);
    }

    /**
     * Sets the scene, before the night.
     *
     * @return the login that the third user has begun
     */
    Started begin() {
        sandbox.graceFor(GRACE);
        sandbox.addFault(
                FaultRule.always("token", FaultRule.Effect.LOST).times(1).forSub(user(LOST)));
        sandbox.revoke(user(CONSENTING));
        return flow.begin(login.redirectUri(), login.scopes());
    }

    /** The third user gives their consent, after the night. */
    void end(Started begun) {
        URI back = sandbox.approve(begun.authorizationUrl(), user(CONSENTING));
        AuthorizationResponse response = AuthorizationResponse.ofAddress(back.toString())
                .orElseThrow(() -> new IllegalStateException("the sandbox sent the browser to no address"));
        flow.finish(response, Actor.user());
    }

    /** Says what happened, what was done about it, and what there is to do. */
    void tell(Screen screen, String qfsync) {
        PrintWriter out = screen.out();
        out.println();
        out.println(screen.bold("Three consents in trouble, and what qfsync did about each"));
        lostAnswer(out, qfsync);
        revoked(out, qfsync);
        consentingAgain(out, qfsync);
    }

    private void lostAnswer(PrintWriter out, String qfsync) {
        String sub = user(LOST);
        boolean healed = stateOf(sub).filter(GrantState.ACTIVE::equals).isPresent();
        out.println("  " + sub + ": the answer to the refresh got lost, the new token with it");
        out.println(
                "    did:  kept the grant in doubt, asked the service whether the old token still counts, presented it"
                        + " once more" + (healed ? ": synced" : ""));
        out.println("    do:   " + (healed ? "nothing (on a service without grace for this: " : "") + askAgain(qfsync)
                + (healed ? ")" : ""));
    }

    private void revoked(PrintWriter out, String qfsync) {
        sandbox.subs()
                .filter(sub ->
                        stateOf(sub).filter(GrantState.REAUTH_REQUIRED::equals).isPresent())
                .filter(sub -> !sub.equals(user(LOST)) && !sub.equals(user(CONSENTING)))
                .findFirst()
                .ifPresent(sub -> {
                    out.println("  " + sub + ": had revoked the grant");
                    out.println("    did:  asked once, took the no, set the user aside; the night stays green");
                    out.println("    do:   " + askAgain(qfsync));
                });
    }

    private void consentingAgain(PrintWriter out, String qfsync) {
        String sub = user(CONSENTING);
        boolean renewed = stateOf(sub).filter(GrantState.ACTIVE::equals).isPresent();
        out.println("  " + sub + ": was consenting again while the night ran");
        out.println("    did:  set the user aside as the old grant was dead, then "
                + (renewed ? "took the new one in its place" : "waited for the new one"));
        out.println("    do:   " + (renewed ? "nothing: the next night syncs this user" : askAgain(qfsync)));
    }

    /** In a later night: whether the third user's new grant was good for it. */
    void tellLater(Screen screen) {
        tokens.vault()
                .find(user(CONSENTING))
                .filter(grant -> grant.state() == GrantState.ACTIVE
                        && grant.refreshedAt().isPresent())
                .ifPresent(grant ->
                        screen.out().println(grant.sub() + ", who consented again last night, is synced again."));
    }

    private static String askAgain(String qfsync) {
        return "ask the user to consent again: " + qfsync + " users login";
    }

    private Optional<GrantState> stateOf(String sub) {
        return tokens.vault().find(sub).map(Grant::state);
    }

    private String user(int index) {
        return sandbox.subs().skip(index).findFirst().orElseThrow();
    }
}
