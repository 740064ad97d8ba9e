package org.qfsync.user;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qfsync.api.QfApi;
import org.qfsync.api.UserClient;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.FailureKind;
import org.qfsync.domain.ScopeMissingException;
import org.qfsync.domain.SyncException;
import org.qfsync.store.ListingState;
import org.qfsync.store.ListingStates;
import org.qfsync.store.LiveRows;
import org.qfsync.token.AccessTokens;

/**
 * Fetches one user's data over HTTP, as much of it as may have changed, with no database connection held. A dataset
 * that fails does not take the others with it; a grant that fails takes all. Thread-safe.
 */
public final class UserReader {
    private static final Set<FailureKind> ENDS_THE_USER = Set.of(FailureKind.REAUTHORIZE, FailureKind.SYSTEMIC);

    private final QfApi api;
    private final LiveRows rows;
    private final ListingStates states;
    private final Clock clock;
    private final FullNights fullNights;
    private final SyncFeed feed;
    private final List<UserDataset> datasets;

    public UserReader(QfApi api, LiveRows rows, ListingStates states, UserProperties properties, Clock clock) {
        this.api = api;
        this.rows = rows;
        this.states = states;
        this.clock = clock;
        this.fullNights = new FullNights(properties.fullEvery());
        this.datasets = UserDatasets.of(properties);
        this.feed = new SyncFeed(
                properties, datasets.stream().map(UserDataset::dataset).collect(Collectors.toSet()), rows);
    }

    /**
     * Fetches it.
     *
     * @param tokens of that user
     * @param grantedScopes decide which datasets are asked for
     * @throws SyncException if no token can be had, or the service refuses the user or us as a whole
     */
    public UserCopy read(String sub, AccessTokens tokens, Set<String> grantedScopes, Reading reading) {
        ListingState before = states.find(sub);
        UserClient client = api.forUser(tokens);
        boolean full = reading.selection().full() || fullNights.isDue(sub, before.fullNight(), reading.night());
        List<UserDataset> selected = datasets.stream()
                .filter(dataset -> reading.selection().covers(dataset.dataset()))
                .toList();
        boolean whole = selected.size() == datasets.size();
        // Its head is one for all: it can only be noted where all is brought to it.
        SyncFeed.Told told = whole
                ? feed.ask(sub, client, grantedScopes, before, full, reading.unknown())
                : SyncFeed.Told.of(before.head());
        Extent extent = full ? Extent.FULL : told.extent();
        UserFetch fetch = new UserFetch(
                sub, client, grantedScopes, new UserFetch.Stored(rows, before), extent, reading.unknown());
        List<DatasetCopy> copies =
                selected.stream().map(dataset -> copy(dataset, fetch, told)).toList();
        Knowledge knowledge = new Knowledge(before, copies);
        return new UserCopy(
                sub,
                copies,
                before,
                new ListingState(
                        knowledge.fullNight(full && whole ? Optional.of(reading.night()) : before.fullNight()),
                        knowledge.head(told),
                        knowledge.signatures(fetch)),
                whole);
    }

    private DatasetCopy copy(UserDataset dataset, UserFetch fetch, SyncFeed.Told told) {
        Instant start = clock.instant();
        Dataset kind = dataset.dataset();
        try {
            boolean stands = fetch.extent().stands(kind);
            List<Listing> listings = stands ? List.of() : fetch.listings(dataset);
            return new DatasetCopy(kind, listings, stands, null, told.hintFor(kind), since(start));
        } catch (SyncException e) {
            if (ENDS_THE_USER.contains(e.kind())) {
                throw e;
            }
            SyncException failure = e instanceof ScopeMissingException refused ? named(kind, refused) : e;
            return new DatasetCopy(kind, List.of(), false, failure, null, since(start));
        }
    }

    private Duration since(Instant start) {
        return Duration.between(start, clock.instant());
    }

    /** The service does not say which scope it missed; the dataset does. */
    private static ScopeMissingException named(Dataset dataset, ScopeMissingException refused) {
        return new ScopeMissingException(
                refused.getMessage(),
                refused.code(),
                refused.httpStatus(),
                UserFetch.consentTo(dataset),
                refused.getCause());
    }
}
