-- Columns that so far said nothing that their names do not say.
COMMENT ON COLUMN qf.translation_resource.name IS 'Name of the translation, as QF lists it';
COMMENT ON COLUMN qf.tafsir_resource.name IS 'Name of the commentary, as QF lists it';
COMMENT ON COLUMN qf.chapter_info.short_text IS 'Summary of the text, by QF; NULL if it has none';
COMMENT ON COLUMN qf.article.article_id IS 'QF''s number of the article; the same in every language';
COMMENT ON COLUMN qf.article.title IS 'Its heading, in the row''s language';
COMMENT ON COLUMN qf.article.text IS 'What the article says, in the row''s language';
COMMENT ON COLUMN ops.run_lease.host IS 'Name of the machine that the process runs on';
COMMENT ON COLUMN ops.user_run.run_id IS 'The run that this is the result of, see ops.run';
COMMENT ON COLUMN ops.run_dataset.run_id IS 'The run that this is the result of, see ops.run';
