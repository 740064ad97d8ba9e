package org.qfsync.notify;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.qfsync.domain.Secret;
import org.qfsync.domain.Settings;

/**
 * Who is told of what. Settings are named {@code qfsync.notify.*}; without any, nobody is told anything. Addresses of
 * web hooks are secrets, because whoever knows one may write to it.
 *
 * @param webhook gets the message as JSON
 * @param webhookSecret signs it
 * @param slack a hook that takes what Slack takes
 * @param heartbeat is pinged when a night begins and ends
 * @param partial what a partial night is to the heartbeat
 * @param timeout what telling may add to a run at most
 * @param remindAfter what is as bad as it was is told again after that
 * @param consentThreshold so many users must wait for their consent before it is told
 * @param staleAfter how old the last complete night may be, as for the health of that name
 * @param console where people look further
 */
public record NotifyProperties(
        Optional<Secret> webhook,
        Optional<Secret> webhookSecret,
        Optional<Secret> slack,
        Optional<MailProperties> mail,
        Optional<Secret> heartbeat,
        PartialNight partial,
        Duration timeout,
        Duration remindAfter,
        int consentThreshold,
        Duration staleAfter,
        Optional<URI> console) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration DAY_AND_SLACK = Duration.ofHours(26);
    private static final int MANY = 1_000_000;

    /** What the heartbeat is told of a partial night. */
    public enum PartialNight {
        FAIL,
        SUCCESS,
        /** Nothing, so that the service misses a ping unless a later pass completes the night. */
        NOTHING
    }

    /** Reads them; what is wrong is noted in the settings. */
    public static NotifyProperties from(Settings settings) {
        return new NotifyProperties(
                SecretSetting.address(
                        settings,
                        "qfsync.notify.webhook-url",
                        settings.text("qfsync.notify.webhook-url"),
                        settings.text("qfsync.notify.webhook-url-file")),
                SecretSetting.inFile(
                        settings,
                        "qfsync.notify.webhook-secret-file",
                        settings.text("qfsync.notify.webhook-secret-file")),
                SecretSetting.address(
                        settings,
                        "qfsync.notify.slack-url",
                        settings.text("qfsync.notify.slack-url"),
                        settings.text("qfsync.notify.slack-url-file")),
                MailProperties.from(settings),
                SecretSetting.address(
                        settings,
                        "qfsync.notify.heartbeat-url",
                        settings.text("qfsync.notify.heartbeat-url"),
                        settings.text("qfsync.notify.heartbeat-url-file")),
                settings.parsed(
                        "qfsync.notify.heartbeat-partial",
                        PartialNight.FAIL,
                        "fail, success or nothing",
                        word -> PartialNight.valueOf(word.toUpperCase(Locale.ROOT))),
                settings.duration("qfsync.notify.timeout", DEFAULT_TIMEOUT, Duration.ofSeconds(1), LONGEST_TIMEOUT),
                settings.duration("qfsync.notify.remind-after", WEEK),
                settings.integer("qfsync.notify.consent-threshold", 1, 1, MANY),
                settings.duration("qfsync.health.freshness-max-age", DAY_AND_SLACK),
                settings.baseUrl("qfsync.console.base-url"));
    }
}
