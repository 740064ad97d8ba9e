-- title: Users by consent
-- question: How many users gave which consent, and since when are they here?
-- chart: bar granted_datasets users
SELECT consent_state, granted_datasets, COUNT(*) AS users, MIN(first_seen_on) AS first_of_them, MAX(first_seen_on) AS last_of_them
FROM analytics.dim_user
GROUP BY consent_state, granted_datasets
ORDER BY users DESC, consent_state, granted_datasets
