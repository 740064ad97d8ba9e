package org.qfsync.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.qfsync.sandbox.QuranStructure.Chapter;
import org.qfsync.sandbox.QuranStructure.Verse;
import tools.jackson.core.JsonGenerator;

/** The content API: chapters and verses in their true structure, with placeholders where text was asked for. */
final class ContentEndpoints {
    private static final int MOST_PER_PAGE = 50;
    private static final int NUMBER_DIGITS = 6;

    private final QuranStructure structure;
    private final SyncEndpoints sync;
    private final CatalogueEndpoints catalogue;

    ContentEndpoints(QuranStructure structure, SyncEndpoints sync, CatalogueEndpoints catalogue) {
        this.structure = structure;
        this.catalogue = catalogue;
        this.sync = sync;
    }

    Reply answer(Call call) {
        return switch (call.route()) {
            case CHAPTERS -> chapters(call);
            case CHAPTER -> chapter(call);
            case VERSES -> verses(call);
            case CONTENT_SYNC -> sync.feed(call);
            case SNAPSHOT -> sync.snapshot(call);
            default -> catalogue.answer(call);
        };
    }

    private Reply chapters(Call call) {
        return Reply.json(200, json -> {
            json.writeArrayPropertyStart("chapters");
            structure.chapters().forEach(chapter -> write(json, chapter, call));
            json.writeEndArray();
        });
    }

    private Reply chapter(Call call) {
        Chapter chapter = requested(call);
        return Reply.json(200, json -> {
            json.writeName("chapter");
            write(json, chapter, call);
        });
    }

    private Reply verses(Call call) {
        Chapter chapter = requested(call);
        int perPage = parameter(call, "per_page", 10, MOST_PER_PAGE);
        int page = parameter(call, "page", 1, Integer.MAX_VALUE);
        int pages = (chapter.versesCount() + perPage - 1) / perPage;
        int from = Math.min(chapter.versesCount(), (page - 1) * perPage);
        int to = Math.min(chapter.versesCount(), from + perPage);
        int first = chapter.firstVerseId() - 1;
        return Reply.json(200, json -> {
            json.writeArrayPropertyStart("verses");
            structure.verses().subList(first + from, first + to).forEach(verse -> write(json, verse, call.query()));
            json.writeEndArray();
            json.writeObjectPropertyStart("pagination");
            json.writeNumberProperty("per_page", perPage);
            json.writeNumberProperty("current_page", page);
            if (page < pages) {
                json.writeNumberProperty("next_page", page + 1);
            } else {
                json.writeNullProperty("next_page");
            }
            json.writeNumberProperty("total_pages", pages);
            json.writeNumberProperty("total_records", chapter.versesCount());
            json.writeEndObject();
        });
    }

    private Chapter requested(Call call) {
        int id = number(call.lastSegment()).orElse(0);
        if (id < 1 || id > structure.chapters().size()) {
            throw Refusal.gateway(404);
        }
        return structure.chapters().get(id - 1);
    }

    /** What the real service does beyond its documented bounds is unknown, so nobody may rely on it. */
    private static int parameter(Call call, String name, int absent, int most) {
        String text = call.query().get(name);
        if (text == null) {
            return absent;
        }
        int number = number(text).orElse(0);
        if (number < 1 || number > most) {
            throw Refusal.gateway(422);
        }
        return number;
    }

    private static OptionalInt number(String text) {
        boolean plain = !text.isEmpty()
                && text.length() <= NUMBER_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    private void write(JsonGenerator json, Chapter chapter, Call call) {
        boolean arabic = "ar".equals(call.query().get("language"));
        json.writeStartObject();
        json.writeNumberProperty("id", chapter.id());
        json.writeStringProperty("revelation_place", chapter.makkah() ? "makkah" : "madinah");
        json.writeNumberProperty("revelation_order", chapter.revelationOrder());
        json.writeBooleanProperty("bismillah_pre", chapter.bismillahPre());
        json.writeStringProperty("name_simple", chapter.nameSimple());
        json.writeStringProperty("name_complex", chapter.nameSimple());
        json.writeStringProperty("name_arabic", chapter.nameArabic());
        json.writeNumberProperty("verses_count", chapter.versesCount());
        json.writeArrayPropertyStart("pages");
        json.writeNumber(structure.firstPage(chapter));
        json.writeNumber(structure.lastPage(chapter));
        json.writeEndArray();
        json.writeObjectPropertyStart("translated_name");
        json.writeStringProperty("language_name", arabic ? "arabic" : "english");
        json.writeStringProperty("name", arabic ? chapter.nameArabic() : chapter.nameEnglish());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Verse verse, Map<String, String> query) {
        json.writeStartObject();
        json.writeNumberProperty("id", verse.id());
        json.writeNumberProperty("verse_number", verse.number());
        json.writeStringProperty("verse_key", verse.key());
        json.writeNumberProperty("hizb_number", verse.hizb());
        json.writeNumberProperty("rub_el_hizb_number", verse.rub());
        json.writeNumberProperty("manzil_number", verse.manzil());
        if (verse.sajdah() > 0) {
            json.writeNumberProperty("sajdah_number", verse.sajdah());
        } else {
            json.writeNullProperty("sajdah_number");
        }
        json.writeNumberProperty("page_number", verse.page());
        json.writeNumberProperty("juz_number", verse.juz());
        for (String field : listed(query, "fields")) {
            if (field.equals("chapter_id")) {
                json.writeNumberProperty(field, verse.chapter());
            } else if (field.startsWith("text_")) {
                json.writeStringProperty(field, "[sandbox placeholder for " + verse.key() + ", not Quran text]");
            }
        }
        writeTranslations(json, verse, listed(query, "translations"));
        json.writeEndObject();
    }

    private static void writeTranslations(JsonGenerator json, Verse verse, List<String> resources) {
        if (resources.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("translations");
        for (String resource : resources) {
            json.writeStartObject();
            json.writeNumberProperty("resource_id", number(resource).orElse(0));
            json.writeStringProperty("text", "[sandbox placeholder for " + verse.key() + ", not a translation]");
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static List<String> listed(Map<String, String> query, String name) {
        return Arrays.stream(query.getOrDefault(name, "").split(",", -1))
                .map(String::strip)
                .filter(field -> !field.isEmpty())
                .distinct()
                .toList();
    }
}
