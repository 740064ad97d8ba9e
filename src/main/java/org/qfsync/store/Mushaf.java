package org.qfsync.store;

import java.util.Arrays;

/**
 * The order of the Quran's 6,236 verses in its 114 chapters, as QF numbers them (the reading of Hafs). It is written
 * down here rather than asked of {@code qf.chapter}, because it never changes, while that table may not be filled yet
 * and on pre-live holds but a part.
 */
final class Mushaf {
    private static final int[] VERSES = {
        7, 286, 200, 176, 120, 165, 206, 75, 129, 109, 123, 111, 43, 52, 99, 128, 111, 110, 98, 135, 112, 78, 118, 64,
        77, 227, 93, 88, 69, 60, 34, 30, 73, 54, 45, 83, 182, 88, 75, 85, 54, 53, 89, 59, 37, 35, 38, 29, 18, 45, 60,
        49, 62, 55, 78, 96, 29, 22, 24, 13, 14, 11, 11, 18, 12, 12, 30, 52, 52, 44, 28, 28, 20, 56, 40, 31, 50, 40, 46,
        42, 29, 19, 36, 25, 22, 17, 19, 26, 30, 20, 15, 21, 11, 8, 8, 19, 5, 8, 8, 11, 11, 8, 3, 9, 5, 4, 7, 3, 6, 3, 5,
        4, 5, 6
    };

    private static final int[] FIRST_IDS = firstIds();

    private Mushaf() {}

    private static int[] firstIds() {
        int[] ids = new int[VERSES.length + 1];
        ids[0] = 1;
        for (int i = 0; i < VERSES.length; i++) {
            ids[i + 1] = ids[i] + VERSES[i];
        }
        return ids;
    }

    /** Whether there is such a verse. */
    static boolean has(int chapter, int verse) {
        return chapter >= 1 && chapter <= VERSES.length && verse >= 1 && verse <= VERSES[chapter - 1];
    }

    /** The running number of that verse, from 1 on. */
    static int verseId(int chapter, int verse) {
        return FIRST_IDS[chapter - 1] + verse - 1;
    }

    /** The chapter that holds the verse of that number. */
    static int chapterOf(int verseId) {
        int place = Arrays.binarySearch(FIRST_IDS, verseId);
        return place >= 0 ? place + 1 : -place - 1;
    }

    /** The number of the last verse of that chapter. */
    static int lastIdOf(int chapter) {
        return FIRST_IDS[chapter] - 1;
    }
}
