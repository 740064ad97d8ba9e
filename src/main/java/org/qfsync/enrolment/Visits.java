package org.qfsync.enrolment;

import java.time.Clock;
import java.util.Optional;
import org.qfsync.consent.Consented;
import org.qfsync.consent.SelfService.Ended;
import org.qfsync.enrolment.Browsers.Browser;

/**
 * What we have to remember of somebody from one page to the next, each for ten minutes and for the browser alone in
 * which it happened. Thread-safe.
 */
final class Visits {
    private final ShortMemory<Login> logins;
    private final ShortMemory<String> provedUsers;
    private final ShortMemory<Consented> consents;
    private final ShortMemory<Ended> withdrawals;

    Visits(Clock clock) {
        this.logins = new ShortMemory<>(clock);
        this.provedUsers = new ShortMemory<>(clock);
        this.consents = new ShortMemory<>(clock);
        this.withdrawals = new ShortMemory<>(clock);
    }

    /** Somebody goes to the authorization server, and comes back with that state. */
    void begun(String state, Browser browser, Purpose purpose) {
        logins.keep(state, new Login(browser.id(), purpose));
    }

    /** The login of that state, if it is not over. */
    Optional<Login> login(String state) {
        return logins.look(state);
    }

    /** Ends it; false if somebody else was faster. */
    boolean end(String state) {
        return logins.take(state).isPresent();
    }

    /** The authorization server said who sits there. */
    void proved(Browser browser, String sub) {
        provedUsers.keep(browser.id(), sub);
    }

    /** True if we know who sits there. */
    boolean isProved(Browser browser) {
        return provedUsers.look(browser.id()).isPresent();
    }

    /** Who sits there; good for one decision. */
    Optional<String> takeProof(Browser browser) {
        return provedUsers.take(browser.id());
    }

    void consented(Browser browser, Consented result) {
        consents.keep(browser.id(), result);
    }

    Optional<Consented> consent(Browser browser) {
        return consents.look(browser.id());
    }

    void withdrawn(Browser browser, Ended result) {
        withdrawals.keep(browser.id(), result);
    }

    Optional<Ended> withdrawal(Browser browser) {
        return withdrawals.look(browser.id());
    }

    /**
     * A login under way.
     *
     * @param browserId in which it must end
     */
    record Login(String browserId, Purpose purpose) {
        boolean isOf(Browser browser) {
            return !browser.isNew() && Browsers.same(browserId, browser.id());
        }

        /** Without the id, which would let others in. */
        @Override
        public String toString() {
            return "Login[" + purpose + "]";
        }
    }
}
