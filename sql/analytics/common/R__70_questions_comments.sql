-- What each finished question means, for both databases. ${analytics}
COMMENT ON VIEW analytics.most_saved_verses IS
    'How often each verse is saved. A save is one place in which a user keeps a verse: each collection (Favorites included), or none if it is bookmarked only. Verses that nobody saved are not in it. Order by saves DESC';
COMMENT ON COLUMN analytics.most_saved_verses.verse_key IS 'Chapter and verse with a colon, for example 2:255';
COMMENT ON COLUMN analytics.most_saved_verses.chapter_id IS 'Number of the chapter, 1 to 114';
COMMENT ON COLUMN analytics.most_saved_verses.verse_number IS 'Number of the verse within the chapter';
COMMENT ON COLUMN analytics.most_saved_verses.chapter_name IS 'Name of the chapter in Latin letters; NULL until the chapter is copied';
COMMENT ON COLUMN analytics.most_saved_verses.juz_number IS 'Juz that the verse belongs to; NULL until the verse is copied';
COMMENT ON COLUMN analytics.most_saved_verses.saves IS 'How many saves there are: a verse in three collections of one user is three';
COMMENT ON COLUMN analytics.most_saved_verses.users IS 'How many users save it';

COMMENT ON VIEW analytics.saves_by_chapter IS
    'How often verses of each chapter are saved; saves as in most_saved_verses. Chapters of which nobody saved a verse are not in it';
COMMENT ON COLUMN analytics.saves_by_chapter.chapter_id IS 'Number of the chapter, 1 to 114';
COMMENT ON COLUMN analytics.saves_by_chapter.chapter_name IS 'Name of the chapter in Latin letters; NULL until the chapter is copied';
COMMENT ON COLUMN analytics.saves_by_chapter.saves IS 'How many saves of its verses there are';
COMMENT ON COLUMN analytics.saves_by_chapter.users IS 'How many users save at least one of its verses';

COMMENT ON VIEW analytics.saves_by_juz IS 'How often verses of each juz are saved; saves as in most_saved_verses';
COMMENT ON COLUMN analytics.saves_by_juz.juz_number IS 'The juz, 1 to 30; NULL for verses that are not copied yet';
COMMENT ON COLUMN analytics.saves_by_juz.saves IS 'How many saves of its verses there are';
COMMENT ON COLUMN analytics.saves_by_juz.users IS 'How many users save at least one of its verses';

COMMENT ON VIEW analytics.saves_by_month IS
    'How many of the saves that stand today were made in each month; months without any are not in it';
COMMENT ON COLUMN analytics.saves_by_month.month_start IS 'First day of the month in which the bookmark was made, in the zone of the nights; if QF does not say when, in which it was first copied';
COMMENT ON COLUMN analytics.saves_by_month.saves IS 'How many saves are of that month, as in most_saved_verses';
COMMENT ON COLUMN analytics.saves_by_month.users IS 'How many users made them';

COMMENT ON VIEW analytics.favorite_verses IS
    'How many users keep each verse among their Favorites; verses that nobody does are not in it. Order by users DESC';
COMMENT ON COLUMN analytics.favorite_verses.verse_key IS 'Chapter and verse with a colon, for example 2:255';
COMMENT ON COLUMN analytics.favorite_verses.chapter_id IS 'Number of the chapter, 1 to 114';
COMMENT ON COLUMN analytics.favorite_verses.verse_number IS 'Number of the verse within the chapter';
COMMENT ON COLUMN analytics.favorite_verses.chapter_name IS 'Name of the chapter in Latin letters; NULL until the chapter is copied';
COMMENT ON COLUMN analytics.favorite_verses.juz_number IS 'Juz that the verse belongs to; NULL until the verse is copied';
COMMENT ON COLUMN analytics.favorite_verses.users IS 'How many users have it among their Favorites';

COMMENT ON VIEW analytics.collection_growth IS
    'How collections and their items grew by month; what is gone by now is not counted, and months in which nothing was added are not in it';
COMMENT ON COLUMN analytics.collection_growth.month_start IS 'First day of the month, in the zone of the nights';
COMMENT ON COLUMN analytics.collection_growth.collections_made IS 'Collections first copied in that month (QF does not say when they were made)';
COMMENT ON COLUMN analytics.collection_growth.items_added IS 'Items whose bookmark was made in that month, of every type; if QF does not say when, that were first copied then';
COMMENT ON COLUMN analytics.collection_growth.collections_total IS 'Collections of that month and all before';
COMMENT ON COLUMN analytics.collection_growth.items_total IS 'Items of that month and all before';

COMMENT ON VIEW analytics.reading_heat_map IS
    'When users read: their reading sessions by weekday and hour, in the zone of the nights. Hours without any are not in it';
COMMENT ON COLUMN analytics.reading_heat_map.weekday IS 'Day of the week, 1 is Monday and 7 Sunday';
COMMENT ON COLUMN analytics.reading_heat_map.hour_of_day IS 'Hour of the day, 0 to 23';
COMMENT ON COLUMN analytics.reading_heat_map.sessions IS 'Reading sessions that were last touched in that hour';
COMMENT ON COLUMN analytics.reading_heat_map.users IS 'How many users they are of';

COMMENT ON VIEW analytics.weekly_activity IS
    'How much was read in each week, by the activity days of type QURAN on which anything was read. Weeks without any are not in it';
COMMENT ON COLUMN analytics.weekly_activity.week_start IS 'Monday of the week; days are those of the users'' own time zones';
COMMENT ON COLUMN analytics.weekly_activity.users IS 'How many users read in that week';
COMMENT ON COLUMN analytics.weekly_activity.seconds_read IS 'Seconds that they read, as QF counts them';
COMMENT ON COLUMN analytics.weekly_activity.verses_read IS 'Verses that they read; a verse that is read again counts again';

COMMENT ON VIEW analytics.retention_cohorts IS
    'Who keeps on reading: users by the week in which they first read, and how many of them read in each later week. Weeks in which nobody at all read are not in it; the week under way is not over';
COMMENT ON COLUMN analytics.retention_cohorts.cohort_week IS 'Monday of the week in which these users first read';
COMMENT ON COLUMN analytics.retention_cohorts.weeks_since IS 'How many weeks after it; 0 is that week itself';
COMMENT ON COLUMN analytics.retention_cohorts.users IS 'How many of them read in that week';
COMMENT ON COLUMN analytics.retention_cohorts.cohort_size IS 'How many users first read in the cohort''s week';
COMMENT ON COLUMN analytics.retention_cohorts.retained IS 'users divided by cohort_size, 0 to 1';

COMMENT ON VIEW analytics.streak_distribution IS
    'How long streaks of reading last: streaks of type QURAN by their days, over and under way. Each span of days has its row';
COMMENT ON COLUMN analytics.streak_distribution.days_from IS 'Shortest streak of the span, in days';
COMMENT ON COLUMN analytics.streak_distribution.days_to IS 'Longest streak of the span; NULL for a year and more';
COMMENT ON COLUMN analytics.streak_distribution.streaks IS 'How many streaks are of that length';
COMMENT ON COLUMN analytics.streak_distribution.users IS 'How many users had at least one of them';

COMMENT ON VIEW analytics.goal_completion IS
    'How often users reach the goal of a day, by week: activity days of type QURAN that had a goal. Weeks without any are not in it';
COMMENT ON COLUMN analytics.goal_completion.week_start IS 'Monday of the week; days are those of the users'' own time zones';
COMMENT ON COLUMN analytics.goal_completion.users_with_goal IS 'How many users had a goal on at least one day of it';
COMMENT ON COLUMN analytics.goal_completion.days_with_goal IS 'Days with a goal in seconds, pages or verses, all users together';
COMMENT ON COLUMN analytics.goal_completion.days_met IS 'Those of them on which the goal was reached';
COMMENT ON COLUMN analytics.goal_completion.share_met IS 'days_met divided by days_with_goal, 0 to 1';

COMMENT ON VIEW analytics.chapter_coverage IS
    'How much of each chapter each user has read, by the ranges of verses of their activity days; one row per user and chapter of which they read anything. Ask for one user_key, or for one chapter_id';
COMMENT ON COLUMN analytics.chapter_coverage.user_key IS 'Pseudonym of the user, see dim_user';
COMMENT ON COLUMN analytics.chapter_coverage.chapter_id IS 'Number of the chapter, 1 to 114';
COMMENT ON COLUMN analytics.chapter_coverage.verses_read IS 'How many different verses of it the user read on any day';
COMMENT ON COLUMN analytics.chapter_coverage.verses_count IS 'How many verses it has';
COMMENT ON COLUMN analytics.chapter_coverage.share IS 'verses_read divided by verses_count, 0 to 1';

COMMENT ON VIEW analytics.users_gone_quiet IS
    'Users who read once and have not for a week or longer, by their activity days of type QURAN; who never read is not in it. Order by days_quiet';
COMMENT ON COLUMN analytics.users_gone_quiet.user_key IS 'Pseudonym of the user, see dim_user';
COMMENT ON COLUMN analytics.users_gone_quiet.last_active_on IS 'The last day on which the user read';
COMMENT ON COLUMN analytics.users_gone_quiet.days_quiet IS 'How many days have passed since, 7 at least; today is the day in the zone of the nights';
COMMENT ON COLUMN analytics.users_gone_quiet.active_days IS 'On how many days the user read altogether';

COMMENT ON VIEW analytics.sync_nights IS 'How each night of the copy went, all its passes together. Users who withdrew since are not counted';
COMMENT ON COLUMN analytics.sync_nights.night IS 'The night, in the zone of the nights';
COMMENT ON COLUMN analytics.sync_nights.verdict IS 'Verdict of the last pass: COMPLETED, PARTIAL, FAILED or STOPPED; NULL while it is running or after it was killed';
COMMENT ON COLUMN analytics.sync_nights.passes IS 'How many passes there were';
COMMENT ON COLUMN analytics.sync_nights.started_at IS 'When the first pass started';
COMMENT ON COLUMN analytics.sync_nights.ended_at IS 'When the last pass that ended did so';
COMMENT ON COLUMN analytics.sync_nights.seconds IS 'How long the passes took together, in whole seconds, without the time between them; NULL while none has ended';
COMMENT ON COLUMN analytics.sync_nights.users_done IS 'Users all of whose data was copied that night';
COMMENT ON COLUMN analytics.sync_nights.users_failed IS 'Users who failed that night and whom no later pass of it completed';
COMMENT ON COLUMN analytics.sync_nights.requests IS 'Requests sent to QF';

COMMENT ON VIEW analytics.sync_failures IS
    'Why users could not be copied, by night: those whom no later pass of the night completed, by the error of their last pass. Users who withdrew since are not counted';
COMMENT ON COLUMN analytics.sync_failures.night IS 'The night, in the zone of the nights';
COMMENT ON COLUMN analytics.sync_failures.cause IS 'Stable error code, as in ops.user_run.error_class';
COMMENT ON COLUMN analytics.sync_failures.users IS 'How many users failed for it';
