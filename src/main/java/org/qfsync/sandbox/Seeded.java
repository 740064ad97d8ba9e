package org.qfsync.sandbox;

import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.UUID;

/** Everything that looks random in a sandbox, derived from its seed and a path of numbers. Immutable. */
record Seeded(long seed) {
    private static final String ID_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int ID_LENGTH = 24;
    private static final int FEISTEL_ROUNDS = 4;

    long at(long... path) {
        long hash = scramble(seed ^ 0x5bd1e995_9e3779b9L);
        for (long step : path) {
            hash = scramble(hash ^ scramble(step + 0x9e3779b97f4a7c15L));
        }
        return hash;
    }

    SplittableRandom random(long... path) {
        return new SplittableRandom(at(path));
    }

    /** A number from 0 up to but without 1. */
    double fraction(long... path) {
        return (at(path) >>> 11) * 0x1.0p-53;
    }

    /** An id in the manner of QF: 24 lower-case letters and digits, the first ones always the same. */
    String id(long... path) {
        SplittableRandom random = random(path);
        StringBuilder id = new StringBuilder(ID_LENGTH).append("cms");
        while (id.length() < ID_LENGTH) {
            id.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
        }
        return id.toString();
    }

    /** The user's {@code sub}; its first half is the index in disguise, so that no table of users is needed. */
    String sub(int index) {
        long high = ((long) disguise(index) << 32) | (at(1, index) & 0xFFFF_0FFFL) | 0x4000L;
        long low = (at(2, index) & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    OptionalInt indexOf(String sub, int users) {
        if (sub.length() != 36) {
            return OptionalInt.empty();
        }
        try {
            int index = reveal((int) (UUID.fromString(sub).getMostSignificantBits() >>> 32));
            boolean exists = index >= 0 && index < users && sub(index).equals(sub);
            return exists ? OptionalInt.of(index) : OptionalInt.empty();
        } catch (IllegalArgumentException e) {
            return OptionalInt.empty(); // not even a UUID: nobody
        }
    }

    private int disguise(int value) {
        int left = value >>> 16;
        int right = value & 0xFFFF;
        for (int round = 0; round < FEISTEL_ROUNDS; round++) {
            int next = left ^ ((int) at(3, round, right) & 0xFFFF);
            left = right;
            right = next;
        }
        return left << 16 | right;
    }

    private int reveal(int value) {
        int left = value >>> 16;
        int right = value & 0xFFFF;
        for (int round = FEISTEL_ROUNDS - 1; round >= 0; round--) {
            int previous = right ^ ((int) at(3, round, left) & 0xFFFF);
            right = left;
            left = previous;
        }
        return left << 16 | right;
    }

    private static long scramble(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
