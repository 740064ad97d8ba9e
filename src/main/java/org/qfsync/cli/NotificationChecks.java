package org.qfsync.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.qfsync.notify.ChannelState;
import org.qfsync.notify.Notifier;

/** Whom a bad night is told to, and whether the last message arrived. Sends nothing. */
final class NotificationChecks {
    private static final String ID = "notifications";

    private final Notifier notifier;
    private final Surroundings around;

    NotificationChecks(Notifier notifier, Surroundings around) {
        this.notifier = notifier;
        this.around = around;
    }

    Finding look() {
        List<ChannelState> channels = notifier.channelStates();
        if (channels.isEmpty()) {
            return Finding.ok(ID, "no channel: a bad night is told to nobody (QFSYNC_NOTIFY_*)");
        }
        Optional<Instant> outage = notifier.noRunPossibleSince();
        String message = channels.stream().map(this::words).collect(Collectors.joining("; "))
                + outage.map(since -> "; they were told that no run is possible, first noticed " + ago(since))
                        .orElse("");
        if (!channels.stream().allMatch(NotificationChecks::isWell)) {
            return Finding.warn(
                    ID,
                    message,
                    "What was not taken is told at the end of the next run. Try it: " + around.command()
                            + " notify test");
        }
        return outage.isPresent()
                ? Finding.warn(ID, message, "Mend what this check finds, then: " + around.command() + " run")
                : Finding.ok(ID, message);
    }

    private static boolean isWell(ChannelState channel) {
        return channel.owedSince().isEmpty()
                && channel.last().map(ChannelState.Sent::taken).orElse(true);
    }

    private String words(ChannelState channel) {
        return channel.name() + " to " + channel.host() + " "
                + channel.last().map(this::words).orElse("was not sent anything yet")
                + channel.owedSince()
                        .map(since -> ", and has not been told what it should have been " + ago(since))
                        .orElse("");
    }

    private String words(ChannelState.Sent sent) {
        return (sent.taken() ? "took the last message " : "did not take the last message ") + ago(sent.at()) + " ("
                + sent.words() + ")";
    }

    private String ago(Instant at) {
        return Daemons.ago(at, around.clock().instant());
    }
}
