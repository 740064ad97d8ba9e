package org.qfsync.token;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.PrivateFiles;
import org.qfsync.domain.SystemicException;
import org.qfsync.token.KeysetStatus.KeyUse;
import org.qfsync.token.SealedValues.Resealed;
import org.qfsync.token.TokenSealer.Column;

/**
 * Changes the keys while grants are in use: a key is added and seals at once, all that older keys have sealed is sealed
 * anew, and a key that seals nothing any more is taken out. Each step may be broken off at any moment and is finished by
 * doing it again; no token is ever sealed with a key that is not safely stored. Thread-safe, across processes too.
 *
 * <p>Other processes follow a keyset file by themselves ({@link Keyset}). One that has its keyset from its environment
 * cannot: it refuses to refresh or to store a grant as soon as the database names a key that it does not hold.
 */
public final class KeyRotation {
    /**
     * An old key is not taken out earlier. Who took it for the right one when the new one was recorded may still be
     * saving what it sealed, at the longest until its lease is over.
     */
    public static final Duration QUIET = Duration.ofMinutes(10);

    private final Keyset keyset;
    private final KeysetGate gate;
    private final SealedValues values;
    private final SpillFiles spill;
    private final Audit audit;

    KeyRotation(Keyset keyset, KeysetGate gate, SealedValues values, SpillFiles spill, Audit audit) {
        this.keyset = keyset;
        this.gate = gate;
        this.values = values;
        this.spill = spill;
        this.audit = audit;
    }

    /** Which keys there are and what each has sealed. */
    public KeysetStatus status() {
        Map<String, Long> refresh = values.perKey(Column.REFRESH_TOKEN);
        Map<String, Long> access = values.perKey(Column.ACCESS_TOKEN);
        Map<String, Long> spilled = new HashMap<>();
        spill.sealed()
                .forEach(token -> Keys.keyOf(token.ciphertext()).ifPresent(key -> spilled.merge(key, 1L, Long::sum)));
        Keys keys = keyset.keys();
        List<KeyUse> uses = keys.all().stream()
                .map(key -> new KeyUse(
                        key,
                        key.equals(keys.primary()),
                        refresh.getOrDefault(key, 0L),
                        access.getOrDefault(key, 0L),
                        spilled.getOrDefault(key, 0L)))
                .sorted(Comparator.comparing(KeyUse::isPrimary).reversed().thenComparing(KeyUse::fingerprint))
                .toList();
        Optional<KeysetGate.Recorded> recorded = gate.recorded();
        return new KeysetStatus(
                keyset.location(),
                keyset.source().isWritable(),
                uses,
                recorded.map(KeysetGate.Recorded::fingerprint),
                recorded.map(KeysetGate.Recorded::since),
                others(refresh, keys) + others(access, keys) + others(spilled, keys));
    }

    private static long others(Map<String, Long> counts, Keys keys) {
        return counts.entrySet().stream()
                .filter(count -> !keys.all().contains(count.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /**
     * Begins a rotation, or finishes the one that was begun: while anything in the database is sealed with an older key
     * of this keyset, no further key is made.
     *
     * @param out where a copy of the new keyset is written before it is used, private and only if nothing is there; a
     *     keyset that this process cannot change is written there and nowhere else
     * @throws SystemicException if the keyset could not be written; nothing was changed then
     */
    public Rotated rotate(Optional<Path> out, Actor who) {
        gate.requireCurrent(keyset);
        KeysetStatus before = status();
        if (before.isRotating()) {
            return finish(Step.FINISHED, before, who);
        }
        if (!before.isWritable() && out.isEmpty()) {
            return new Rotated(Step.NOWHERE_TO_WRITE, before.primary(), 0, 0);
        }
        Keys next = keyset.keys().withFreshPrimary();
        out.ifPresent(file -> write(file, next));
        if (!before.isWritable()) {
            return new Rotated(Step.PREPARED, next.primary(), 0, 0);
        }
        change(next);
        return finish(Step.ROTATED, before, who);
    }

    private Rotated finish(Step step, KeysetStatus before, Actor who) {
        String primary = keyset.fingerprint();
        gate.record(
                primary,
                () -> audit.record(
                        who,
                        AuditEvent.KEYS_ROTATED,
                        Optional.empty(),
                        "key " + primary + " seals in place of "
                                + before.recorded().orElse("none")));
        Resealed resealed = values.reseal(primary);
        return new Rotated(step, primary, resealed.values(), resealed.unreadable());
    }

    /**
     * Takes out the keys that seal nothing any more, neither in the database nor in a spill file of this host.
     *
     * @param out as for {@link #rotate}
     * @throws SystemicException if the keyset could not be written; nothing was changed then
     */
    public Retired retire(Optional<Path> out, Actor who) {
        gate.requireCurrent(keyset);
        KeysetStatus before = status();
        Keys keys = keyset.keys();
        Set<String> unneeded = before.keys().stream()
                .filter(key -> !key.isPrimary() && !key.isNeeded())
                .map(KeyUse::fingerprint)
                .collect(Collectors.toUnmodifiableSet());
        Optional<Step> obstacle = obstacle(before, keys, unneeded, out);
        if (obstacle.isPresent()) {
            return new Retired(obstacle.get(), Set.of(), before);
        }
        Keys next = keys.without(unneeded);
        out.ifPresent(file -> write(file, next));
        if (before.isWritable()) {
            change(next);
            requireStillUnneeded(keys, unneeded);
        }
        audit.record(who, AuditEvent.KEY_RETIRED, Optional.empty(), "key " + String.join(", ", unneeded));
        return new Retired(before.isWritable() ? Step.RETIRED : Step.PREPARED, unneeded, before);
    }

    private Optional<Step> obstacle(KeysetStatus before, Keys keys, Set<String> unneeded, Optional<Path> out) {
        if (before.keys().size() == 1) {
            return Optional.of(Step.NOTHING_TO_DO);
        }
        if (!keys.nameWhatTheySeal()) {
            return Optional.of(Step.UNTOLD);
        }
        if (!before.recorded().equals(Optional.of(before.primary()))) {
            return Optional.of(Step.UNFINISHED);
        }
        if (unneeded.isEmpty()) {
            return Optional.of(Step.NEEDED);
        }
        if (!gate.sealsSince(QUIET)) {
            return Optional.of(Step.TOO_EARLY);
        }
        return before.isWritable() || out.isPresent() ? Optional.empty() : Optional.of(Step.NOWHERE_TO_WRITE);
    }

    /** A process that slept for long between sealing and saving could have done so just now: its key comes back. */
    private void requireStillUnneeded(Keys before, Set<String> retired) {
        boolean needed = Stream.of(Column.values())
                .anyMatch(column -> values.perKey(column).keySet().stream().anyMatch(retired::contains));
        if (needed) {
            change(before);
            throw new SystemicException(
                    "A token was sealed with a key while that was taken out; the key was put back",
                    "key_in_use",
                    null,
                    "Nothing was lost. Seal it anew, then take the key out: qfsync keys rotate; qfsync keys retire",
                    null);
        }
    }

    private void change(Keys next) {
        try {
            if (!keyset.replace(next)) {
                throw unwritable("The keyset " + keyset.location() + " was changed by another process meanwhile", null);
            }
            Keyset.open(keyset.source(), false);
        } catch (IOException e) {
            throw unwritable(
                    "The keyset " + keyset.location() + " cannot be written: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    private static void write(Path file, Keys keys) {
        try {
            PrivateFiles.create(file, keys.serialised().reveal());
        } catch (FileAlreadyExistsException e) {
            throw unwritable(file + " is there already and is left alone", e);
        } catch (IOException e) {
            throw unwritable(file + " cannot be written: " + e.getClass().getSimpleName(), e);
        }
    }

    private static SystemicException unwritable(String message, @Nullable Exception cause) {
        return new SystemicException(
                message,
                "keyset_unwritable",
                null,
                "The keys are what they were; see: qfsync keys status. Then do it again.",
                cause);
    }

    /** How far it came. */
    public enum Step {
        /** A new key seals, and all that could be is sealed with it. */
        ROTATED,
        /** A rotation that was begun earlier is complete. */
        FINISHED,
        /** The unneeded keys are gone. */
        RETIRED,
        /** The new keyset is in the file and in no use yet: this process cannot change the one it was given. */
        PREPARED,
        /** No file was named for it. */
        NOWHERE_TO_WRITE,
        /** There is one key only. */
        NOTHING_TO_DO,
        /** The older keys still seal something. */
        NEEDED,
        /** A rotation was begun and must be finished first. */
        UNFINISHED,
        /** The newest key seals since less than {@link KeyRotation#QUIET}. */
        TOO_EARLY,
        /** A key does not name what it seals, so that nobody can tell whether it is needed. */
        UNTOLD
    }

    /**
     * What a rotation came to.
     *
     * @param primary the key that seals, or will when the prepared keyset is in use
     * @param resealed values that were sealed anew
     * @param unreadable values that no key opens; they were left alone
     */
    public record Rotated(Step step, String primary, long resealed, long unreadable) {}

    /** What became of the keys that do not seal any more, as they were before. */
    public record Retired(Step step, Set<String> fingerprints, KeysetStatus before) {}
}
