package org.qfsync.consent;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.qfsync.consent.ConsentLine.RefusedException;
import org.qfsync.token.GrantState;
import org.qfsync.token.GrantVault;

/**
 * Takes over consents from JSON Lines, one by one: a bad line is reported and the others are stored. Of several lines
 * for one user the last one counts.
 *
 * <p>A grant that was refreshed since it was obtained is not replaced by a line from before: that line's token is
 * spent, and the authorization server answers a spent refresh token by revoking the whole grant. So importing the same
 * file twice does no harm. Not thread-safe.
 */
public final class GrantImport {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final Set<GrantState> ALIVE =
            EnumSet.of(GrantState.ACTIVE, GrantState.REFRESHING, GrantState.IN_DOUBT);

    private final GrantVault vault;
    private final Clock clock;
    private final boolean replace;

    /**
     * Into that vault.
     *
     * @param replace true to replace living grants whatever their age
     */
    public GrantImport(GrantVault vault, Clock clock, boolean replace) {
        this.vault = vault;
        this.clock = clock;
        this.replace = replace;
    }

    /**
     * Imports all lines; blank ones are passed over.
     *
     * @param refused told of each line that is not stored, as it comes
     * @throws IOException if the file cannot be read further; what was stored stays
     */
    public ImportResult run(InputStream in, Consumer<RefusedLine> refused) throws IOException {
        LineReader lines = new LineReader(in);
        Set<String> taken = new HashSet<>();
        long kept = 0;
        long repeated = 0;
        long bad = 0;
        while (true) {
            try {
                Optional<String> line = lines.next();
                if (line.isEmpty()) {
                    return new ImportResult(taken.size(), kept, repeated, bad);
                }
                if (line.get().isBlank()) {
                    continue;
                }
                ConsentLine consent = ConsentLine.parse(line.get());
                requireOurs(consent);
                if (store(consent)) {
                    repeated += taken.add(consent.sub()) ? 0 : 1;
                } else {
                    kept++;
                }
            } catch (RefusedException e) {
                bad++;
                refused.accept(new RefusedLine(lines.number(), e.reason()));
            }
        }
    }

    private void requireOurs(ConsentLine consent) throws RefusedException {
        Optional<String> clientId = consent.clientId();
        if (clientId.isPresent() && !clientId.get().equals(vault.clientId())) {
            throw new RefusedException("\"client_id\" is not " + vault.clientId()
                    + ": a refresh token is good for the client alone that obtained it");
        }
        Instant latest = clock.instant().plus(CLOCKS_DIFFER);
        if (consent.obtainedAt().filter(at -> at.isAfter(latest)).isPresent()) {
            throw new RefusedException("\"obtained_at\" is in the future");
        }
    }

    private boolean store(ConsentLine consent) {
        Instant obtainedAt = consent.obtainedAt().orElseGet(clock::instant);
        if (replace) {
            vault.replace(consent.sub(), consent.refreshToken(), consent.scopes(), obtainedAt);
            return true;
        }
        return (consent.obtainedAt().isPresent() || !isInUse(consent.sub()))
                && vault.store(consent.sub(), consent.refreshToken(), consent.scopes(), obtainedAt);
    }

    /** A line that does not say how old it is cannot be newer than a grant that has been rotated. */
    private boolean isInUse(String sub) {
        return vault.find(sub)
                .filter(grant ->
                        ALIVE.contains(grant.state()) && grant.refreshedAt().isPresent())
                .isPresent();
    }
}
