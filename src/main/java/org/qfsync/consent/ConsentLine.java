package org.qfsync.consent;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.qfsync.domain.Secret;
import tools.jackson.databind.JsonNode;

/**
 * One consent as an application hands it over: the user, and the token answer that it got for them (RFC 6749 section
 * 5.1, with the {@code expires_at} that many libraries add). The access token is not taken over: the refresh token
 * brings a new one.
 *
 * @param sub the user
 * @param origin where it was obtained, as far as the line says
 * @param obtainedAt when its tokens were issued; empty if the line does not say
 * @param lapse when its refresh token ends, as far as the line says
 */
record ConsentLine(
        String sub, Secret refreshToken, Set<String> scopes, Origin origin, Optional<Instant> obtainedAt, Lapse lapse) {
    private static final int LONGEST_SUB = 255;

    /**
     * Reads it.
     *
     * @throws RefusedException with the reason, in which nothing of the line is repeated
     */
    static ConsentLine of(JsonNode line) throws RefusedException {
        LineFields fields = new LineFields(line);
        String sub = sub(fields);
        String token = fields.required("refresh_token");
        String scope = fields.required("scope");
        if (fields.text("token_type")
                .filter(type -> !type.equalsIgnoreCase("bearer"))
                .isPresent()) {
            throw new RefusedException("\"token_type\" is not bearer");
        }
        Optional<Instant> accessEnds = fields.time("expires_at");
        Optional<Instant> obtainedAt = obtainedAt(fields, accessEnds);
        return new ConsentLine(
                sub,
                new Secret(token),
                new LinkedHashSet<>(List.of(scope.strip().split("\\s+"))),
                Origin.of(fields),
                obtainedAt,
                Lapse.of(fields, obtainedAt.or(() -> accessEnds)));
    }

    private static String sub(LineFields fields) throws RefusedException {
        Optional<String> sub = fields.text("sub");
        if (sub.isEmpty() && fields.has("id_token")) {
            throw new RefusedException("\"sub\" is missing; what an id_token says of it proves nothing here, because"
                    + " its signature cannot be verified offline");
        }
        if (sub.isEmpty()) {
            throw new RefusedException("\"sub\" is missing");
        }
        if (sub.get().length() > LONGEST_SUB) {
            throw new RefusedException("\"sub\" is longer than " + LONGEST_SUB + " characters");
        }
        return sub.get();
    }

    /** The consent, or the latest rotation since, that the line tells of. */
    private static Optional<Instant> obtainedAt(LineFields fields, Optional<Instant> accessEnds)
            throws RefusedException {
        Optional<Duration> lifetime = fields.seconds("expires_in");
        Optional<Instant> accessBegan = accessEnds.flatMap(end -> lifetime.map(end::minus));
        return Stream.of(fields.time("obtained_at"), accessBegan)
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
    }

    /**
     * Where a consent was obtained.
     *
     * @param clientId by which client
     * @param environment at which service, in a word
     * @param issuer from which authorization server
     */
    record Origin(Optional<String> clientId, Optional<String> environment, Optional<String> issuer) {
        private static Origin of(LineFields fields) throws RefusedException {
            return new Origin(
                    fields.text("client_id"), fields.text("environment", "env"), fields.text("iss", "issuer"));
        }
    }

    /**
     * When a refresh token ends.
     *
     * @param stated by the line itself
     * @param issuedBy no later than then it was issued; an access token ends after it was issued, so that without its
     *     lifetime its end does for that
     */
    record Lapse(Optional<Instant> stated, Optional<Instant> issuedBy) {
        private static Lapse of(LineFields fields, Optional<Instant> issuedBy) throws RefusedException {
            Optional<Instant> end = fields.time("refresh_token_expires_at");
            Optional<Duration> lifetime = fields.seconds("refresh_token_expires_in");
            return new Lapse(end.isPresent() ? end : issuedBy.flatMap(issued -> lifetime.map(issued::plus)), issuedBy);
        }

        /** @param lifetime of refresh tokens of which nothing else is said */
        Optional<Instant> at(Duration lifetime) {
            return stated.or(() -> issuedBy.map(issued -> issued.plus(lifetime)));
        }
    }
}
