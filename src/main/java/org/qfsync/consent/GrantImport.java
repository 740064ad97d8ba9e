package org.qfsync.consent;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.qfsync.consent.SeenUsers.Seen;
import org.qfsync.token.Actor;
import org.qfsync.token.Audit;
import org.qfsync.token.AuditEvent;
import org.qfsync.token.GrantState;
import org.qfsync.token.GrantVault;
import org.qfsync.token.ProvedGrant;
import org.qfsync.token.Tokens;
import tools.jackson.databind.JsonNode;

/**
 * Takes over consents from a file, one by one and in bounded memory: a bad line is reported and the others are stored.
 * Of several lines for one user the newest counts, and of equally old ones the last.
 *
 * <p>A grant that was refreshed since it was obtained is not replaced by a line from before: that line's token is
 * spent, and the authorization server answers a spent refresh token by revoking the whole grant. So importing the same
 * file twice does no harm. Not thread-safe.
 */
public final class GrantImport {
    private static final Set<GrantState> ALIVE =
            EnumSet.of(GrantState.ACTIVE, GrantState.REFRESHING, GrantState.IN_DOUBT);

    private final GrantVault vault;
    private final Audit audit;
    private final ImportRules rules;
    private final Options options;
    private final Actor who;
    private final SeenUsers seen = new SeenUsers();

    /**
     * Into the vault of these tokens.
     *
     * @param rules what a consent must be to be of use here
     * @param who brings the file; each grant that is stored is audited
     */
    public GrantImport(Tokens tokens, ImportRules rules, Options options, Actor who) {
        this.vault = tokens.vault();
        this.audit = tokens.audit();
        this.rules = rules;
        this.options = options;
        this.who = who;
    }

    /**
     * Imports all lines.
     *
     * @param notes told of each line that is not stored and of each that repeats a user, as it comes
     * @throws IOException if the file cannot be read further; what was stored stays
     */
    public ImportResult run(InputStream in, Consumer<LineNote> notes) throws IOException {
        ConsentRows rows = ConsentRows.of(in, options.format());
        long stored = 0;
        long kept = 0;
        long repeated = 0;
        long refused = 0;
        while (true) {
            try {
                Optional<JsonNode> row = rows.next();
                if (row.isEmpty()) {
                    return new ImportResult(stored, kept, repeated, refused);
                }
                ConsentLine line = ConsentLine.of(row.get());
                rules.require(line);
                Optional<Seen> earlier = seen.find(line.sub());
                boolean counts = take(line, rows.number(), earlier);
                if (earlier.isPresent()) {
                    repeated++;
                    notes.accept(note(rows.number(), earlier.get(), counts));
                } else if (counts) {
                    stored++;
                } else {
                    kept++;
                }
            } catch (RefusedException e) {
                refused++;
                notes.accept(new LineNote(rows.number(), true, e.reason()));
            }
        }
    }

    private static LineNote note(long number, Seen earlier, boolean counts) {
        return new LineNote(
                number,
                false,
                "the same user as line " + earlier.line()
                        + (counts ? ", in whose place this one counts" : ", which is newer and counts"));
    }

    /** Stores it unless something newer stands; a dry run only says whether it would. */
    private boolean take(ConsentLine line, long number, Optional<Seen> earlier) {
        // As the database keeps it, so that a dry run compares the same moments.
        Instant obtainedAt =
                line.obtainedAt().orElseGet(() -> rules.clock().instant()).truncatedTo(ChronoUnit.MICROS);
        boolean counts = options.dryRun() ? wouldStore(line, obtainedAt, earlier) : store(line, number, obtainedAt);
        if (counts) {
            seen.put(line.sub(), new Seen(number, obtainedAt));
        }
        return counts;
    }

    private boolean store(ConsentLine line, long number, Instant obtainedAt) {
        if (!options.replace() && isOfUnknownAgeAndInUse(line)) {
            return false;
        }
        return vault.storeImported(
                new ProvedGrant(line.sub(), line.scopes(), line.refreshToken(), obtainedAt),
                options.replace(),
                () -> audit.record(who, AuditEvent.IMPORTED, Optional.of(line.sub()), "line " + number));
    }

    private boolean wouldStore(ConsentLine line, Instant obtainedAt, Optional<Seen> earlier) {
        if (options.replace()) {
            return true;
        }
        return earlier.isPresent()
                ? !earlier.get().obtainedAt().isAfter(obtainedAt)
                : !isOfUnknownAgeAndInUse(line) && vault.wouldStore(line.sub(), obtainedAt);
    }

    /** A line that does not say how old it is cannot be newer than a grant that has been rotated. */
    private boolean isOfUnknownAgeAndInUse(ConsentLine line) {
        return line.obtainedAt().isEmpty()
                && vault.find(line.sub())
                        .filter(grant -> ALIVE.contains(grant.state())
                                && grant.refreshedAt().isPresent())
                        .isPresent();
    }

    /**
     * How to import.
     *
     * @param format of the file; empty to tell it by its first line
     * @param replace true to replace living grants whatever their age
     * @param dryRun true to store nothing and say what would happen
     */
    public record Options(Optional<ImportFormat> format, boolean replace, boolean dryRun) {
        /** Nothing special. */
        public static Options plain() {
            return new Options(Optional.empty(), false, false);
        }
    }
}
