CREATE TABLE ops.user_listing (
    sub VARCHAR(255) NOT NULL,
    full_night DATE,
    sync_head BIGINT,
    sync_covers VARCHAR,
    run_id BIGINT NOT NULL,
    PRIMARY KEY (sub)
);
COMMENT ON TABLE ops.user_listing IS 'What of a user need not be listed again, since when; one row per user';
COMMENT ON COLUMN ops.user_listing.sub IS 'The user, see qf.app_user';
COMMENT ON COLUMN ops.user_listing.full_night IS 'The night in which everything was last listed, whether it had changed or not; NULL if never';
COMMENT ON COLUMN ops.user_listing.sync_head IS 'The last mutation that the rows know of, in milliseconds since 1970, as the pre-live sync feed told it; NULL where the feed is not used';
COMMENT ON COLUMN ops.user_listing.sync_covers IS 'What that head stands for: the kinds of data, and the mushaf of bookmarks';
COMMENT ON COLUMN ops.user_listing.run_id IS 'The run that wrote this row, see ops.run';

CREATE TABLE ops.collection_listing (
    sub VARCHAR(255) NOT NULL,
    collection_id VARCHAR(255) NOT NULL,
    signature VARCHAR(64) NOT NULL,
    listed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    run_id BIGINT NOT NULL,
    PRIMARY KEY (sub, collection_id)
);
COMMENT ON TABLE ops.collection_listing IS 'The collections whose items need not be listed again as long as their signature stays the same';
COMMENT ON COLUMN ops.collection_listing.sub IS 'The user, see qf.app_user';
COMMENT ON COLUMN ops.collection_listing.collection_id IS 'The collection, see qf.collection; __default__ is the virtual Favorites';
COMMENT ON COLUMN ops.collection_listing.signature IS 'SHA-256 of when the collection was last changed, its counts, and its items'' bookmarks as they stood when the items were listed';
COMMENT ON COLUMN ops.collection_listing.listed_at IS 'When its items were last listed completely';
COMMENT ON COLUMN ops.collection_listing.run_id IS 'The run that listed them, see ops.run';
