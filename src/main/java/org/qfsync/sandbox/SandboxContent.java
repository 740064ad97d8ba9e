package org.qfsync.sandbox;

/**
 * How much content there is behind Content Sync.
 *
 * @param verses the snapshots hold rows for so many of the 6,236 verses, from the first on
 * @param padding by how many characters every text is longer than its placeholder
 */
public record SandboxContent(int verses, int padding) {
    /** All verses of the Quran. */
    public static final int ALL_VERSES = 6_236;

    public SandboxContent {
        if (verses < 1 || verses > ALL_VERSES || padding < 0) {
            throw new IllegalArgumentException("Sandbox content of " + verses + " verses with padding " + padding
                    + ": verses must be 1 to " + ALL_VERSES + ", padding not negative");
        }
    }

    /** Every verse, short texts: a translation has 6,236 rows, a word-by-word translation 77,429. */
    public static SandboxContent defaults() {
        return new SandboxContent(ALL_VERSES, 0);
    }

    /** The first 300 verses, for tests that look at something else. */
    public static SandboxContent brief() {
        return new SandboxContent(300, 0);
    }
}
