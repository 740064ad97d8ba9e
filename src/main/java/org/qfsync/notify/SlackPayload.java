package org.qfsync.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** A message for a hook that takes what Slack's incoming webhooks take: a text, and blocks where they are shown. */
final class SlackPayload {
    /** Slack refuses a message with longer texts or more blocks. */
    private static final int LONGEST_HEADER = 150;

    private static final int LONGEST_SECTION = 3000;
    private static final int MOST_EVENTS = 20;

    private SlackPayload() {}

    static byte[] of(Message message) {
        List<Map<String, Object>> blocks = new ArrayList<>();
        blocks.add(
                block("header", Map.of("type", "plain_text", "text", cut(Wording.summary(message), LONGEST_HEADER))));
        message.events().stream().limit(MOST_EVENTS).forEach(event -> blocks.add(section(section(event))));
        String places = Wording.places(message).stream()
                .map(place -> place.startsWith("http") ? "<" + escaped(place) + ">" : "`" + escaped(place) + "`")
                .collect(Collectors.joining(" or "));
        if (!places.isEmpty()) {
            blocks.add(section("More: " + places));
        }
        return JsonMapper.shared()
                .writeValueAsBytes(Map.of("text", escaped(Wording.summary(message)), "blocks", blocks));
    }

    private static String section(Event event) {
        StringBuilder text = new StringBuilder("*" + escaped(Wording.headline(event)) + "*");
        if (!Wording.since(event).isEmpty()) {
            text.append('\n').append(Wording.since(event));
        }
        event.advice().forEach(advice -> {
            text.append("\n• ").append(escaped(advice.title()));
            if (!advice.hint().isEmpty()) {
                text.append('\n').append(escaped(advice.hint()));
            }
            advice.commands()
                    .forEach(command ->
                            text.append("\n`").append(escaped(command)).append('`'));
        });
        return cut(text.toString(), LONGEST_SECTION);
    }

    private static Map<String, Object> section(String text) {
        return block("section", Map.of("type", "mrkdwn", "text", text));
    }

    private static Map<String, Object> block(String type, Map<String, Object> text) {
        return Map.of("type", type, "text", text);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }

    /** The three characters that Slack reads as markup of its own. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
