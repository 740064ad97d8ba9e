package org.qfsync.sandbox;

import java.util.List;
import java.util.Map;

/** One user's data on one night, complete and unchangeable; see {@link Truth} for the meaning of the parts. */
record UserData(
        List<Truth.Collection> collections, Map<String, List<Truth.Bookmark>> items, List<Truth.Bookmark> bookmarks) {}
