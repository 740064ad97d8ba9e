package org.qfsync.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads QF's ranges of verses, a JSON array of texts such as {@code 2:255-2:257}, {@code 2:286-3:2} or {@code 2:255}. */
final class VersePieces {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern RANGE = Pattern.compile("(\\d{1,3}):(\\d{1,3})(?:-(\\d{1,3}):(\\d{1,3}))?");

    private VersePieces() {}

    /** The part of a range that is in one chapter; {@code range} counts the ranges from 1. */
    record Piece(int range, int chapter, int first, int last) {}

    /** Both ends are in it. */
    private record Range(int first, int last) {}

    /**
     * The pieces in the order of the mushaf; ranges that overlap are one.
     *
     * @param document NULL if there are none
     * @param malformed takes what is no range of verses of the Quran; it is left out
     */
    static List<Piece> of(@Nullable String document, Consumer<String> malformed) {
        List<Range> ranges = new ArrayList<>();
        if (document != null) {
            for (JsonNode node : elements(document, malformed)) {
                String text = node.isString() ? node.stringValue() : node.toString();
                range(text.strip()).ifPresentOrElse(ranges::add, () -> malformed.accept(text));
            }
        }
        List<Piece> pieces = new ArrayList<>();
        int number = 0;
        for (Range range : disjoint(ranges)) {
            number++;
            for (int first = range.first(); first <= range.last(); ) {
                int chapter = Mushaf.chapterOf(first);
                int last = Math.min(range.last(), Mushaf.lastIdOf(chapter));
                pieces.add(new Piece(number, chapter, first, last));
                first = last + 1;
            }
        }
        return pieces;
    }

    private static Iterable<JsonNode> elements(String document, Consumer<String> malformed) {
        try {
            JsonNode node = JSON.readTree(document);
            if (node.isArray()) {
                return node;
            }
            if (!node.isNull()) {
                malformed.accept(document);
            }
        } catch (JacksonException e) {
            malformed.accept(document);
        }
        return List.of();
    }

    private static Optional<Range> range(String text) {
        Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<Integer> first = verse(matcher.group(1), matcher.group(2));
        Optional<Integer> last = matcher.group(3) == null ? first : verse(matcher.group(3), matcher.group(4));
        return first.isEmpty() || last.isEmpty() || last.get() < first.get()
                ? Optional.empty()
                : Optional.of(new Range(first.get(), last.get()));
    }

    private static Optional<Integer> verse(String chapter, String verse) {
        int c = Integer.parseInt(chapter);
        int v = Integer.parseInt(verse);
        return Mushaf.has(c, v) ? Optional.of(Mushaf.verseId(c, v)) : Optional.empty();
    }

    private static List<Range> disjoint(List<Range> ranges) {
        List<Range> disjoint = new ArrayList<>();
        ranges.sort(Comparator.comparingInt(Range::first));
        for (Range range : ranges) {
            int end = disjoint.size() - 1;
            if (end >= 0 && range.first() <= disjoint.get(end).last()) {
                Range before = disjoint.get(end);
                disjoint.set(end, new Range(before.first(), Math.max(before.last(), range.last())));
            } else {
                disjoint.add(range);
            }
        }
        return disjoint;
    }
}
