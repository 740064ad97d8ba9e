package org.qfsync.report;

import java.util.Locale;

/**
 * Text from elsewhere, made fit for a terminal: control characters, which could steer it, are shown as escapes, and
 * right-to-left text is isolated (Unicode Standard Annex 9, FSI and PDI) so that it reads from right to left without
 * turning the columns beside it round.
 */
final class DisplayText {
    private static final char FIRST_STRONG_ISOLATE = '\u2068';
    private static final char POP_ISOLATE = '\u2069';

    private DisplayText() {}

    static String of(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> append(shown, point));
        return isRightToLeft(text) ? FIRST_STRONG_ISOLATE + shown.toString() + POP_ISOLATE : shown.toString();
    }

    private static void append(StringBuilder shown, int point) {
        switch (point) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            default -> {
                int type = Character.getType(point);
                if (type == Character.CONTROL
                        || type == Character.LINE_SEPARATOR
                        || type == Character.PARAGRAPH_SEPARATOR
                        || type == Character.SURROGATE) {
                    shown.append(String.format(Locale.ROOT, "\\u%04x", point));
                } else {
                    shown.appendCodePoint(point);
                }
            }
        }
    }

    private static boolean isRightToLeft(String text) {
        return text.codePoints()
                .map(Character::getDirectionality)
                .anyMatch(direction -> direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
                        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE
                        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE
                        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING);
    }

    /** How many columns a terminal needs for it. */
    static int width(String text) {
        int width = 0;
        boolean joined = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            // What follows a zero-width joiner is drawn into the sign before it.
            width += joined ? 0 : width(point);
            joined = point == 0x200D;
        }
        return width;
    }

    private static int width(int point) {
        int type = Character.getType(point);
        boolean marks = type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
        boolean skinTone = point >= 0x1F3FB && point <= 0x1F3FF;
        if (marks || type == Character.FORMAT || skinTone) {
            return 0;
        }
        return isWide(point) ? 2 : 1;
    }

    /** East Asian wide signs and pictographs (Unicode Standard Annex 11), by their blocks. */
    private static boolean isWide(int point) {
        return (point >= 0x1100 && point <= 0x115F)
                || (point >= 0x2E80 && point <= 0xA4CF)
                || (point >= 0xAC00 && point <= 0xD7A3)
                || (point >= 0xF900 && point <= 0xFAFF)
                || (point >= 0xFE30 && point <= 0xFE6F)
                || (point >= 0xFF00 && point <= 0xFF60)
                || (point >= 0x1F300 && point <= 0x1FAFF)
                || (point >= 0x20000 && point <= 0x3FFFD);
    }
}
