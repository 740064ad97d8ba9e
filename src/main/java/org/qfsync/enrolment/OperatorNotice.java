package org.qfsync.enrolment;

import java.net.URI;
import java.util.Optional;
import org.qfsync.domain.Settings;

/**
 * Who asks users for their consent, and for what: nobody can agree to what they are not told.
 *
 * @param name of the person or organisation
 * @param purpose completes the sentence "Your data is copied ..."
 * @param contact an e-mail address, a web address, or other words on how to reach them
 * @param privacyUrl their notice on privacy
 */
public record OperatorNotice(String name, String purpose, Optional<String> contact, Optional<URI> privacyUrl) {
    private static final String UNNAMED = "the operator of this site";
    private static final String USUAL_PURPOSE =
            "for statistics on which verses people save and collect, made by one program and kept in one database";

    /** Reads it; what is wrong is noted in the settings. */
    static OperatorNotice from(Settings settings) {
        return new OperatorNotice(
                settings.text("qfsync.enrolment.operator-name").orElse(UNNAMED),
                settings.text("qfsync.enrolment.purpose").orElse(USUAL_PURPOSE),
                settings.text("qfsync.enrolment.contact"),
                settings.parsed(
                        "qfsync.enrolment.privacy-url",
                        Optional.empty(),
                        "an address that begins with https://",
                        value -> Optional.of(webAddress(value))));
    }

    /** Notes what is missing, where people whom the operator does not know may come. */
    void requireWholeIf(boolean isPublic, Settings settings) {
        if (isPublic && name.equals(UNNAMED)) {
            settings.violation("QFSYNC_ENROLMENT_OPERATOR_NAME: needed on public pages: who asks for the consent");
        }
        if (isPublic && contact.isEmpty()) {
            settings.violation("QFSYNC_ENROLMENT_CONTACT: needed on public pages: how users reach you");
        }
    }

    /** What a click on the contact opens; empty where it is only words. */
    public Optional<String> contactLink() {
        return contact.flatMap(words -> {
            if (words.matches("[^\\s@/?&:]+@[^\\s@/?&:]+")) {
                return Optional.of("mailto:" + words);
            }
            return words.startsWith("https://") ? Optional.of(words) : Optional.empty();
        });
    }

    private static URI webAddress(String value) {
        URI uri = URI.create(value);
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("no https address");
        }
        return uri;
    }
}
