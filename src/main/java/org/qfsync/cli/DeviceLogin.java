package org.qfsync.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.qfsync.consent.Consented;
import org.qfsync.consent.DeviceFlow;
import org.qfsync.consent.DeviceFlow.Started;
import org.qfsync.token.Actor;

/** Invites a user to consent on a device of their own, and waits until they have. */
final class DeviceLogin {
    private final DeviceFlow flow;
    private final Surroundings around;

    DeviceLogin(DeviceFlow flow, Surroundings around) {
        this.flow = flow;
        this.around = around;
    }

    /** The consent; empty if the wait was stopped. */
    Optional<Consented> of(Set<String> scopes, Duration patience) throws InterruptedException {
        Started login = flow.begin(scopes);
        invite(login, patience);
        CountDownLatch stopped = new CountDownLatch(1);
        around.stop().onStop(stopped::countDown);
        return flow.await(
                login, patience, time -> !stopped.await(time.toMillis(), TimeUnit.MILLISECONDS), Actor.operator());
    }

    private void invite(Started login, Duration patience) {
        PrintWriter err = around.screen().err();
        err.println("Visit this address on any device, log in, enter the code and consent:");
        err.println();
        err.println(login.verificationUri().toASCIIString());
        err.println("code: " + login.userCode());
        err.println();
        login.verificationUriComplete()
                .ifPresent(uri -> err.println("The same with the code in it: " + uri.toASCIIString()));
        Duration time = login.time().compareTo(patience) < 0 ? login.time() : patience;
        err.println("Waiting for " + Math.max(1, time.toMinutes()) + " min at most; Ctrl-C gives up.");
    }
}
