package org.qfsync.user;

import java.util.List;
import java.util.stream.Stream;

/** All that can be copied of a user, as far as it is switched on. To add a dataset, name its class here. */
final class UserDatasets {
    private UserDatasets() {}

    static List<UserDataset> of(UserProperties properties) {
        CollectionsDataset collections = new CollectionsDataset();
        BookmarksDataset bookmarks = new BookmarksDataset(properties.mushafId());
        return Stream.of(
                        collections,
                        // Bookmarks come before the items: they tell which collections' items may have changed.
                        bookmarks,
                        new CollectionItemsDataset(collections, bookmarks),
                        new NotesDataset(),
                        new ReadingSessionsDataset(),
                        new ActivityDaysDataset(properties.activityTypes()),
                        new StreaksDataset(properties.timeZone()),
                        new GoalPlanDataset(properties.mushafId(), properties.timeZone()),
                        new PreferencesDataset(),
                        new ProfileDataset())
                .filter(dataset -> properties.datasets().contains(dataset.dataset()))
                .toList();
    }
}
