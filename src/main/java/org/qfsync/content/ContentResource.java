package org.qfsync.content;

/**
 * One thing that Content Sync keeps in step: a translation, a tafsir, a recitation, …
 *
 * @param group the service's word for its kind, {@code translations}
 * @param id within the group; neither the {@code resource_content_id} nor, for a recitation, a chapter reciter's id
 */
record ContentResource(String group, long id) {
    /** As it stands in the setting. */
    @Override
    public String toString() {
        return group + ":" + id;
    }
}
