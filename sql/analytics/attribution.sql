-- title: Whom to name
-- question: Whom must be named where content is shown?
-- param: group text optional Only this kind: translations, tafsirs, recitations, chapter_recitations.
SELECT resource_group, resource_id, name, author_name, language_name, notice
FROM analytics.attribution
WHERE (:group IS NULL OR resource_group = :group)
ORDER BY resource_group, resource_id
