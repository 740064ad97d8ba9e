package org.qfsync.notify;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import org.qfsync.domain.Secret;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/** Sends mail as plain text and HTML. Without the protection that is configured nothing is sent. */
final class MailChannel implements Channel {
    static final String NAME = "mail";

    private final MailProperties properties;
    private final JavaMailSenderImpl sender;

    MailChannel(MailProperties properties, Duration timeout) {
        this.properties = properties;
        this.sender = sender(properties, timeout);
    }

    private static JavaMailSenderImpl sender(MailProperties properties, Duration timeout) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost(properties.host());
        sender.setPort(properties.port());
        properties.user().ifPresent(sender::setUsername);
        properties.password().map(Secret::reveal).ifPresent(sender::setPassword);
        sender.setDefaultEncoding(StandardCharsets.UTF_8.name());
        boolean starttls = properties.tls() == MailProperties.Tls.STARTTLS;
        Properties smtp = sender.getJavaMailProperties();
        smtp.setProperty("mail.smtp.auth", String.valueOf(properties.user().isPresent()));
        smtp.setProperty("mail.smtp.ssl.enable", String.valueOf(properties.tls() == MailProperties.Tls.TLS));
        smtp.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        smtp.setProperty("mail.smtp.starttls.enable", String.valueOf(starttls));
        smtp.setProperty("mail.smtp.starttls.required", String.valueOf(starttls));
        for (String step : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            smtp.setProperty("mail.smtp." + step, String.valueOf(timeout.toMillis()));
        }
        return sender;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String host() {
        return properties.host();
    }

    @Override
    public Delivery send(Message message) {
        try {
            sender.send(mail(message));
            return Delivery.taken("taken by " + properties.host() + ":" + properties.port());
        } catch (MailAuthenticationException e) {
            return Delivery.refused(properties.host() + " refused the login");
        } catch (MailException | MessagingException e) {
            // Its message may hold people's addresses.
            return Delivery.refused(
                    properties.host() + ":" + properties.port() + " did not take it (" + reason(e) + ")");
        }
    }

    /** The innermost class tells a refused connection from a missing STARTTLS or an untrusted certificate. */
    private static String reason(Exception failure) {
        Throwable cause = failure instanceof org.springframework.mail.MailSendException sending
                        && sending.getMessageExceptions().length > 0
                ? sending.getMessageExceptions()[0]
                : failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).contains("STARTTLS")
                ? "it offers no STARTTLS"
                : cause.getClass().getSimpleName();
    }

    private MimeMessage mail(Message message) throws MessagingException {
        MimeMessage mail = sender.createMimeMessage();
        MimeMessageHelper parts = new MimeMessageHelper(mail, true, StandardCharsets.UTF_8.name());
        parts.setFrom(properties.from());
        parts.setTo(properties.to().toArray(String[]::new));
        parts.setSubject(Wording.summary(message));
        parts.setText(Wording.text(message), Wording.html(message));
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("X-Qfsync-Id", message.id());
        return mail;
    }
}
