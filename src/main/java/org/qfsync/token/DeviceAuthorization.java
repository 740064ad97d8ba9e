package org.qfsync.token;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.qfsync.domain.Secret;

/**
 * What a server gives a device that cannot show its pages (RFC 8628 section 3.2). Whoever enters the code lets this
 * device in, so it is for the user's eyes alone and not printed as records are.
 *
 * @param deviceCode with which the device asks for its tokens
 * @param userCode which the user enters elsewhere
 * @param verificationUri where they enter it
 * @param verificationUriComplete the same, with the code in it; few servers leave it out
 * @param lifetime of both codes
 * @param interval the least time between two questions
 */
public record DeviceAuthorization(
        Secret deviceCode,
        String userCode,
        URI verificationUri,
        Optional<URI> verificationUriComplete,
        Duration lifetime,
        Duration interval) {
    @Override
    public String toString() {
        return "DeviceAuthorization[" + verificationUri + "]";
    }
}
