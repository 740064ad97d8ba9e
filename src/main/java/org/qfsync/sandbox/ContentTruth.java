package org.qfsync.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * The content of tonight as the service would tell it: what a complete sync must have stored. Ordered refusals, missing
 * snapshots and odd fields are not in it. Thread-safe.
 */
public final class ContentTruth {
    private final ContentLevers levers;
    private final CatalogueEndpoints catalogue;

    ContentTruth(ContentLevers levers, CatalogueEndpoints catalogue) {
        this.levers = levers;
        this.catalogue = catalogue;
    }

    /** What is published in Content Sync, such as {@code translations:20}. */
    public Set<String> resources() {
        Set<String> keys = new TreeSet<>();
        levers.world().published().forEach(shelf -> keys.add(shelf.resource().key()));
        return keys;
    }

    /**
     * The records of a resource's snapshot; none if it is not published.
     *
     * @param resource such as {@code translations:20}
     */
    public List<ObjectNode> records(String resource) {
        ContentWorld world = levers.world();
        return world.published(resource).stream()
                .flatMap(shelf -> shelf.records(world.padding()))
                .map(CatalogueEndpoints::node)
                .toList();
    }

    /**
     * The rows of a list in English, with the pages of mushaf 1.
     *
     * @param name as in the answer: {@code languages}, {@code translations}, {@code tafsirs}, {@code recitations},
     *     {@code reciters}, {@code juzs}, {@code hizbs}, {@code rub_el_hizbs}, {@code rukus}, {@code manzils} or
     *     {@code pages}
     * @throws IllegalArgumentException if there is no such list
     */
    public List<ObjectNode> listing(String name) {
        return catalogue.listing(name);
    }

    /** What is said about a surah to those who ask in that language; it may be in English all the same. */
    public Optional<ObjectNode> chapterInfo(int chapter, String language) {
        return catalogue.chapterInfo(chapter, language);
    }
}
