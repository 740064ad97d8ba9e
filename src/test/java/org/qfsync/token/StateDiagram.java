package org.qfsync.token;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The picture of {@code ops/grant-states.md}, read as arrows; a box around states stands for each of them. */
record StateDiagram(Set<Arrow> arrows) {
    private static final Pattern ARROW = Pattern.compile("(\\S+) --> (\\S+)(?: : (.+))?");
    private static final String OUTSIDE = "[*]";
    private static final String BOX = "usable";

    /** From empty: from nothing; to empty: the grant is gone. */
    record Arrow(Optional<GrantState> from, String event, Optional<GrantState> to) {
        @Override
        public String toString() {
            return from.map(Enum::name).orElse("nothing") + ", " + event + ": "
                    + to.map(Enum::name).orElse("nothing");
        }
    }

    static StateDiagram read() {
        String page;
        try {
            page = Files.readString(Path.of("ops", "grant-states.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> lines = page.lines()
                .dropWhile(line -> !line.equals("```mermaid"))
                .takeWhile(line -> !line.equals("```"))
                .map(String::strip)
                .toList();
        List<String> inside = lines.subList(lines.indexOf("state \"usable\" as " + BOX + " {") + 1, lines.indexOf("}"));
        Set<GrantState> boxed = EnumSet.noneOf(GrantState.class);
        GrantState entry = GrantState.valueOf(parse(inside.get(0)).group(2));
        for (String line : inside) {
            Matcher arrow = parse(line);
            state(arrow.group(1)).ifPresent(boxed::add);
            state(arrow.group(2)).ifPresent(boxed::add);
        }
        Set<Arrow> arrows = new LinkedHashSet<>();
        for (String line : lines) {
            Matcher arrow = ARROW.matcher(line);
            if (arrow.matches() && arrow.group(3) != null) {
                Optional<GrantState> to = arrow.group(2).equals(BOX) ? Optional.of(entry) : state(arrow.group(2));
                for (Optional<GrantState> from : sources(arrow.group(1), boxed)) {
                    arrows.add(new Arrow(from, arrow.group(3), to));
                }
            }
        }
        return new StateDiagram(arrows);
    }

    private static Matcher parse(String line) {
        Matcher arrow = ARROW.matcher(line);
        if (!arrow.matches()) {
            throw new IllegalStateException("Not an arrow: " + line);
        }
        return arrow;
    }

    private static List<Optional<GrantState>> sources(String name, Set<GrantState> boxed) {
        if (!name.equals(BOX)) {
            return List.of(state(name));
        }
        List<Optional<GrantState>> each = new ArrayList<>();
        boxed.forEach(state -> each.add(Optional.of(state)));
        return each;
    }

    private static Optional<GrantState> state(String name) {
        return name.equals(OUTSIDE) ? Optional.empty() : Optional.of(GrantState.valueOf(name));
    }
}
