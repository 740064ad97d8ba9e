-- ${analytics}
DROP FUNCTION IF EXISTS analytics.as_of(TIMESTAMP WITH TIME ZONE);

-- With the rights of whoever asks, and in the planner's sight, so that a condition on it reaches the tables.
CREATE FUNCTION analytics.as_of(moment TIMESTAMP WITH TIME ZONE) RETURNS SETOF analytics.fact_membership
    LANGUAGE sql STABLE AS $$
SELECT m.* FROM analytics.fact_membership m
WHERE m.member_from <= moment AND (m.member_to IS NULL OR m.member_to > moment)
$$;
COMMENT ON FUNCTION analytics.as_of(TIMESTAMP WITH TIME ZONE) IS
    'Which bookmarks stood in which collections at that moment, as the nights until then had seen it; a date stands for its first moment';
