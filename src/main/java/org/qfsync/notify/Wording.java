package org.qfsync.notify;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.qfsync.report.Remedies;
import org.springframework.web.util.HtmlUtils;

/** Puts a message into words for people. */
final class Wording {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Wording() {}

    /** In one line. */
    static String summary(Message message) {
        String more = message.events().size() > 1 ? " (and " + (message.events().size() - 1) + " more)" : "";
        return "[qfsync " + message.environment() + "] "
                + message.events().stream().findFirst().map(Wording::headline).orElse("") + more;
    }

    static String headline(Event event) {
        return event.change().words() + ": " + plain(event.title());
    }

    /** When it turned so; a recovery is told at once. */
    static String since(Event event) {
        return event.level().isBad() ? "since " + MINUTE.format(event.since()) : "";
    }

    /** Where to look further, one place a line. */
    static List<String> places(Message message) {
        List<String> places = new ArrayList<>();
        message.run().ifPresent(run -> places.add(Remedies.show(run.id())));
        message.page().ifPresent(page -> places.add(page.toString()));
        return places;
    }

    static String text(Message message) {
        List<String> lines = new ArrayList<>();
        for (Event event : message.events()) {
            lines.add(headline(event));
            if (!since(event).isEmpty()) {
                lines.add("  " + since(event));
            }
            event.advice().forEach(advice -> {
                lines.add("  - " + plain(advice.title()));
                if (!advice.hint().isEmpty()) {
                    lines.add("    " + plain(advice.hint()));
                }
                advice.commands().forEach(command -> lines.add("      " + command));
            });
            lines.add("");
        }
        if (!places(message).isEmpty()) {
            lines.add("More: " + String.join("  or  ", places(message)));
        }
        return String.join("\n", lines) + "\n";
    }

    static String html(Message message) {
        String events = message.events().stream().map(Wording::html).collect(Collectors.joining());
        String places = places(message).stream()
                .map(place -> place.startsWith("http")
                        ? "<a href=\"" + escaped(place) + "\">" + escaped(place) + "</a>"
                        : "<code>" + escaped(place) + "</code>")
                .collect(Collectors.joining(" or "));
        return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escaped(summary(message))
                + "</title></head><body style=\"font-family:sans-serif\">" + events
                + (places.isEmpty() ? "" : "<p>More: " + places + "</p>") + "</body></html>";
    }

    private static String html(Event event) {
        StringBuilder html = new StringBuilder("<h3>" + escaped(headline(event)) + "</h3>");
        if (!since(event).isEmpty()) {
            html.append("<p>").append(escaped(since(event))).append("</p>");
        }
        if (!event.advice().isEmpty()) {
            html.append("<ul>");
            event.advice().forEach(advice -> html.append(html(advice)));
            html.append("</ul>");
        }
        return html.toString();
    }

    private static String html(Advice advice) {
        String commands = advice.commands().stream().map(Wording::escaped).collect(Collectors.joining("\n"));
        return "<li>" + escaped(plain(advice.title()))
                + (advice.hint().isEmpty() ? "" : "<br>" + escaped(plain(advice.hint())))
                + (commands.isEmpty() ? "" : "<pre>" + commands + "</pre>") + "</li>";
    }

    /** Without what could begin a line or turn the direction of the text. */
    private static String plain(String text) {
        return text.replaceAll("\\p{C}+", " ");
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text);
    }
}
