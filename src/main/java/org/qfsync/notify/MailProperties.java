package org.qfsync.notify;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.qfsync.domain.SafeAddress;
import org.qfsync.domain.Secret;
import org.qfsync.domain.Settings;

/**
 * How mail is sent, by SMTP (RFC 5321).
 *
 * @param to who gets it
 * @param from who it is from
 * @param user login name; empty to send without login
 * @param password of that user
 */
record MailProperties(
        List<String> to,
        String from,
        String host,
        int port,
        Tls tls,
        Optional<String> user,
        Optional<Secret> password) {
    private static final int SUBMISSION = 587;
    private static final int HIGHEST_PORT = 65_535;

    MailProperties {
        to = List.copyOf(to);
    }

    /** How the way to the mail server is protected. */
    enum Tls {
        /** After STARTTLS (RFC 3207), without which nothing is sent. */
        STARTTLS,
        /** From the first byte (RFC 8314). */
        TLS,
        /** Not at all: on loopback alone. */
        NONE
    }

    /** Empty unless there is somebody to send mail to; what is wrong is noted in the settings. */
    static Optional<MailProperties> from(Settings settings) {
        List<String> to = settings.parsed(
                "qfsync.notify.mail-to",
                List.of(),
                "a list of mail addresses, with commas between",
                MailProperties::addresses);
        String from = settings.parsed("qfsync.notify.mail-from", "", "a mail address", MailProperties::address);
        String host = settings.text("qfsync.notify.mail-host").orElse("");
        int port = settings.integer("qfsync.notify.mail-port", SUBMISSION, 1, HIGHEST_PORT);
        Tls tls = settings.parsed(
                "qfsync.notify.mail-tls",
                Tls.STARTTLS,
                "starttls, tls or none",
                word -> Tls.valueOf(word.toUpperCase(Locale.ROOT)));
        Optional<String> user = settings.text("qfsync.notify.mail-user");
        Optional<Secret> password = SecretSetting.inFile(
                settings, "qfsync.notify.mail-password-file", settings.text("qfsync.notify.mail-password-file"));
        if (to.isEmpty()) {
            return Optional.empty();
        }
        MailProperties properties = new MailProperties(to, from, host, port, tls, user, password);
        properties.judge(settings);
        return Optional.of(properties);
    }

    private void judge(Settings settings) {
        if (from.isEmpty()) {
            settings.violation(
                    "QFSYNC_NOTIFY_MAIL_FROM: who the mail is from must be set, as QFSYNC_NOTIFY_MAIL_TO is");
        }
        if (host.isEmpty()) {
            settings.violation("QFSYNC_NOTIFY_MAIL_HOST: the mail server must be set, as QFSYNC_NOTIFY_MAIL_TO is");
        } else if (tls == Tls.NONE && !SafeAddress.isLoopback(host)) {
            settings.violation(
                    "QFSYNC_NOTIFY_MAIL_TLS: none is for a mail server on this machine alone; use starttls or"
                            + " tls");
        }
        if (user.isPresent() != password.isPresent()) {
            settings.violation(
                    "QFSYNC_NOTIFY_MAIL_USER: set it together with QFSYNC_NOTIFY_MAIL_PASSWORD_FILE, or" + " neither");
        }
    }

    private static List<String> addresses(String list) {
        return Arrays.stream(list.split(",", -1)).map(MailProperties::address).toList();
    }

    /** One address and nothing that could begin another header or a second recipient. */
    private static String address(String text) {
        String address = text.strip();
        if (!address.matches("[^\\s@<>,;:\"()\\[\\]\\\\]+@[^\\s@<>,;:\"()\\[\\]\\\\]+")) {
            throw new IllegalArgumentException("no mail address");
        }
        return address;
    }

    /** Without people's addresses and the password. */
    @Override
    public String toString() {
        return "MailProperties[" + to.size() + " recipients, " + host + ":" + port + ", " + tls + "]";
    }
}
