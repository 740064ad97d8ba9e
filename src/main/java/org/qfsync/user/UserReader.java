package org.qfsync.user;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.qfsync.api.QfApi;
import org.qfsync.domain.FailureKind;
import org.qfsync.domain.ScopeMissingException;
import org.qfsync.domain.Selection;
import org.qfsync.domain.SyncException;
import org.qfsync.store.UnknownFields;
import org.qfsync.token.AccessTokens;

/**
 * Fetches all of one user's data over HTTP, with no database connection held. A dataset that fails does not take the
 * others with it; a grant that fails takes all. Thread-safe.
 */
public final class UserReader {
    private static final Set<FailureKind> ENDS_THE_USER = Set.of(FailureKind.REAUTHORIZE, FailureKind.SYSTEMIC);

    private final QfApi api;
    private final Clock clock;
    private final List<UserDataset> datasets;

    public UserReader(QfApi api, UserProperties properties, Clock clock) {
        this.api = api;
        this.clock = clock;
        this.datasets = List.of(
                new CollectionsDataset(), new CollectionItemsDataset(), new BookmarksDataset(properties.mushafId()));
    }

    /**
     * Fetches it.
     *
     * @param tokens of that user
     * @param grantedScopes decide which datasets are asked for
     * @param selection what of it to ask for
     * @param unknown takes the fields that have no column
     * @throws SyncException if no token can be had, or the service refuses the user or us as a whole
     */
    public UserCopy read(
            String sub, AccessTokens tokens, Set<String> grantedScopes, Selection selection, UnknownFields unknown) {
        UserFetch fetch = new UserFetch(sub, api.forUser(tokens), unknown);
        List<DatasetCopy> copies = new ArrayList<>();
        for (UserDataset dataset : datasets) {
            if (selection.covers(dataset.dataset())) {
                copies.add(copy(dataset, fetch, grantedScopes));
            }
        }
        boolean whole = datasets.stream().map(UserDataset::dataset).allMatch(selection::covers);
        return new UserCopy(sub, copies, whole);
    }

    private DatasetCopy copy(UserDataset dataset, UserFetch fetch, Set<String> grantedScopes) {
        Instant start = clock.instant();
        try {
            requireCovered(dataset, grantedScopes);
            List<Listing> listings = dataset.fetch(fetch);
            return new DatasetCopy(dataset.dataset(), listings, null, Duration.between(start, clock.instant()));
        } catch (SyncException e) {
            if (ENDS_THE_USER.contains(e.kind())) {
                throw e;
            }
            SyncException told = e instanceof ScopeMissingException refused ? named(dataset, refused) : e;
            return new DatasetCopy(dataset.dataset(), List.of(), told, Duration.between(start, clock.instant()));
        }
    }

    private static void requireCovered(UserDataset dataset, Set<String> grantedScopes) {
        if (!dataset.dataset().isCoveredBy(grantedScopes)) {
            throw new ScopeMissingException(
                    "The grant does not cover " + dataset.dataset().id(),
                    "scope_missing",
                    null,
                    consentTo(dataset),
                    null);
        }
    }

    /** The service does not say which scope it missed; the dataset does. */
    private static ScopeMissingException named(UserDataset dataset, ScopeMissingException refused) {
        return new ScopeMissingException(
                refused.getMessage(), refused.code(), refused.httpStatus(), consentTo(dataset), refused.getCause());
    }

    private static String consentTo(UserDataset dataset) {
        return "Skipped; to sync it, ask the user to consent to the scope "
                + dataset.dataset().readScope().orElse("");
    }
}
