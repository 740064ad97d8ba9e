package org.qfsync.user;

import static org.qfsync.store.ColumnType.INTEGER;
import static org.qfsync.store.ColumnType.TEXT;
import static org.qfsync.store.ColumnType.TIMESTAMP;

import java.util.List;
import org.qfsync.api.UserRequest;
import org.qfsync.domain.Dataset;
import org.qfsync.store.Mapping;
import org.qfsync.store.Scope;
import tools.jackson.databind.node.ObjectNode;

/** The least of a user's profile. The rest of it says who they are: it is dropped before anything can store or note it. */
final class ProfileDataset implements UserDataset {
    private static final Mapping PROFILE = Mapping.of(Dataset.PROFILE, "qf.profile")
            .keyGiven("sub", TEXT)
            .always("id", "profile_id", TEXT)
            .always("joiningYear", "joining_year", INTEGER)
            .always("createdAt", "created_at", TIMESTAMP);

    @Override
    public Dataset dataset() {
        return Dataset.PROFILE;
    }

    @Override
    public List<Listing> fetch(UserFetch fetch) {
        ObjectNode profile = fetch.client().bare(UserRequest.of("The profile", "/v1/users/profile"));
        profile.retain("id", "joiningYear", "createdAt");
        return List.of(fetch.listing(PROFILE, Scope.of("sub", fetch.sub()), List.of(profile)));
    }
}
