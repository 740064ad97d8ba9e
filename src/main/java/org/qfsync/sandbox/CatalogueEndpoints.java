package org.qfsync.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The lists of the content API that come in one piece: resources and divisions; and what is said about a surah. */
final class CatalogueEndpoints {
    private static final int CHAPTERS = 114;

    private final Catalogue catalogue;
    private final Divisions divisions;

    CatalogueEndpoints(Catalogue catalogue, Divisions divisions) {
        this.catalogue = catalogue;
        this.divisions = divisions;
    }

    Reply answer(Call call) {
        String language = call.query().getOrDefault("language", "en");
        return switch (call.route()) {
            case LANGUAGES -> list("languages", catalogue.languages(language));
            case TRANSLATIONS -> list("translations", catalogue.translations(language));
            case TAFSIRS -> list("tafsirs", catalogue.tafsirs(language));
            case RECITATIONS -> list("recitations", catalogue.recitations(language));
            case CHAPTER_RECITERS -> list("reciters", catalogue.chapterReciters(language));
            case JUZS -> list("juzs", divisions.juzs());
            case HIZBS -> list("hizbs", divisions.hizbs());
            case RUB_EL_HIZBS -> list("rub_el_hizbs", divisions.rubElHizbs());
            case RUKUS -> list("rukus", divisions.rukus());
            case MANZILS -> list("manzils", divisions.manzils());
            case PAGES -> list("pages", divisions.pages(mushaf(call)));
            case CHAPTER_INFO -> info(call, language);
            default -> throw Refusal.gateway(403);
        };
    }

    /** The same list as plain objects, in English; the pages are those of mushaf 1. */
    List<ObjectNode> listing(String name) {
        List<Map<String, Object>> rows = switch (name) {
            case "languages" -> catalogue.languages("en");
            case "translations" -> catalogue.translations("en");
            case "tafsirs" -> catalogue.tafsirs("en");
            case "recitations" -> catalogue.recitations("en");
            case "reciters" -> catalogue.chapterReciters("en");
            case "juzs" -> divisions.juzs();
            case "hizbs" -> divisions.hizbs();
            case "rub_el_hizbs" -> divisions.rubElHizbs();
            case "rukus" -> divisions.rukus();
            case "manzils" -> divisions.manzils();
            case "pages" -> divisions.pages(1);
            default -> throw new IllegalArgumentException("The sandbox has no list \"" + name + "\"");
        };
        return rows.stream().map(CatalogueEndpoints::node).toList();
    }

    Optional<ObjectNode> chapterInfo(int chapter, String language) {
        return catalogue.chapterInfo(chapter, language, Optional.empty()).map(CatalogueEndpoints::node);
    }

    /** With numbers of the types that a reader of the answer gets. */
    static ObjectNode node(Map<String, Object> members) {
        JsonMapper mapper = JsonMapper.shared();
        return (ObjectNode) mapper.readTree(mapper.writeValueAsBytes(members));
    }

    private static Reply list(String name, List<Map<String, Object>> rows) {
        return Reply.json(200, json -> Fields.write(json, Fields.of(name, rows).map()))
                .with("Cache-Control", "public, max-age=604800");
    }

    private static int mushaf(Call call) {
        String text = call.query().getOrDefault("mushaf", "1");
        int number = text.matches("\\d{1,3}") ? Integer.parseInt(text) : 0;
        if (!Divisions.isMushaf(number)) {
            throw Refusal.gateway(422); // what the real service does then is not known, so nobody may rely on it
        }
        return number;
    }

    private Reply info(Call call, String language) {
        String[] path = call.path().split("/", -1);
        String text = path[path.length - 2];
        int chapter = text.matches("\\d{1,3}") ? Integer.parseInt(text) : 0;
        if (chapter < 1 || chapter > CHAPTERS) {
            throw Refusal.gateway(404);
        }
        Optional<String> resource = Optional.ofNullable(call.query().get("resource_id"));
        Fields answer = Fields.of(
                "chapter_info",
                catalogue.chapterInfo(chapter, language, resource).orElse(null));
        if ("true".equals(call.query().get("include_resources"))) {
            answer.with("resources", catalogue.chapterInfos(chapter, language));
        }
        return Reply.json(200, json -> Fields.write(json, answer.map()));
    }
}
