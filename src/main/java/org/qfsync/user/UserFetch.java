package org.qfsync.user;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qfsync.api.UserClient;
import org.qfsync.api.UserRequest;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.ScopeMissingException;
import org.qfsync.domain.SyncException;
import org.qfsync.store.ListingState;
import org.qfsync.store.LiveRows;
import org.qfsync.store.Mapping;
import org.qfsync.store.Row;
import org.qfsync.store.Scope;
import org.qfsync.store.TableSpec;
import org.qfsync.store.UnknownFields;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the datasets of one user share while they are fetched, one after the other: a dataset may ask for the rows of
 * another, which is then fetched once for both. Not thread-safe.
 */
final class UserFetch {
    private static final int OFFLINE_DAYS = 7;

    private final String sub;
    private final UserClient client;
    private final Set<String> scopes;
    private final Stored stored;
    private final Extent extent;
    private final UnknownFields unknown;
    private final Map<Dataset, Fetched> fetched = new EnumMap<>(Dataset.class);
    private final Map<String, String> signatures = new HashMap<>();

    /** What the database holds of the user. */
    record Stored(LiveRows rows, ListingState state) {}

    private record Fetched(List<Listing> listings, @Nullable SyncException failure) {}

    UserFetch(String sub, UserClient client, Set<String> scopes, Stored stored, Extent extent, UnknownFields unknown) {
        this.sub = sub;
        this.client = client;
        this.scopes = scopes;
        this.stored = stored;
        this.extent = extent;
        this.unknown = unknown;
    }

    String sub() {
        return sub;
    }

    UserClient client() {
        return client;
    }

    /**
     * A client for listing a scope of a table that is told apart by its last key column: what the database holds there
     * is looked for twice before it is believed to be gone.
     */
    UserClient client(TableSpec table, Scope scope) {
        return client.lookingFor(() -> stored.rows().ids(table, scope));
    }

    LiveRows stored() {
        return stored.rows();
    }

    Extent extent() {
        return extent;
    }

    /**
     * The listings of a dataset, fetched at most once; what failed is not tried again.
     *
     * @throws SyncException why there are none
     */
    List<Listing> listings(UserDataset dataset) {
        Fetched known = fetched.get(dataset.dataset());
        if (known == null) {
            known = fetch(dataset);
            fetched.put(dataset.dataset(), known);
        }
        if (known.failure() != null) {
            throw known.failure();
        }
        return known.listings();
    }

    private Fetched fetch(UserDataset dataset) {
        try {
            requireCovered(dataset.dataset());
            return new Fetched(dataset.fetch(this), null);
        } catch (SyncException e) {
            return new Fetched(List.of(), e);
        }
    }

    /** All rows of the listings of a dataset. */
    List<Row> rows(UserDataset dataset) {
        return listings(dataset).stream()
                .flatMap(listing -> listing.rows().stream())
                .toList();
    }

    private void requireCovered(Dataset dataset) {
        if (!dataset.isCoveredBy(scopes)) {
            throw new ScopeMissingException(
                    "The grant does not cover " + dataset.id(), "scope_missing", null, consentTo(dataset), null);
        }
    }

    static String consentTo(Dataset dataset) {
        return "Skipped; to sync it, ask the user to consent to the scope "
                + dataset.readScope().orElse("");
    }

    /** The signature that a collection had when its items were last listed completely; null if it had none. */
    @Nullable String signedBefore(String collection) {
        return stored.state().signatures().get(collection);
    }

    /** Notes the signature of a collection whose items are known completely. */
    void sign(String collection, @Nullable String signature) {
        if (signature != null) {
            signatures.put(collection, signature);
        }
    }

    Map<String, String> signatures() {
        return signatures;
    }

    /**
     * From which day on a history has to be listed that changes at its end alone: since it was last listed completely,
     * and some days before, for devices that were offline. Empty if all of it has to be.
     */
    Optional<LocalDate> recentDays(Dataset dataset) {
        return extent.full()
                ? Optional.empty()
                : stored.rows()
                        .verifiedAt(dataset, sub)
                        .map(at -> LocalDate.ofInstant(at, ZoneOffset.UTC).minusDays(OFFLINE_DAYS));
    }

    /** The user's rows of a table that these listings leave out: they stand. */
    Listing rest(TableSpec table, List<Listing> listed) {
        Scope user = Scope.of("sub", sub);
        long within = listed.stream()
                .mapToLong(listing -> stored.rows().count(table, listing.scope()))
                .sum();
        return Listing.standing(table, user, stored.rows().count(table, user) - within);
    }

    /** A complete listing of a scope, of all that the request yields. */
    Listing list(Mapping mapping, Scope scope, UserRequest request) {
        return listing(mapping, scope, client(mapping.table(), scope).all(request));
    }

    /** A complete listing of a scope; its values are those of the mapping's given columns. */
    Listing listing(Mapping mapping, Scope scope, List<ObjectNode> objects) {
        return new Listing(
                mapping.table(),
                scope,
                objects.stream()
                        .map(object -> row(mapping, scope.values(), object))
                        .toList());
    }

    /**
     * One object as a row.
     *
     * @throws SyncException if it has no key
     */
    Row row(Mapping mapping, Map<String, ?> given, ObjectNode object) {
        return mapping.row(object, unknown, given);
    }
}
