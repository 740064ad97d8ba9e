package org.qfsync.sandbox;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.qfsync.sandbox.JournalChanges.Change;
import org.qfsync.sandbox.JournalChanges.Kind;

/** Every user's journal, tonight. What happens to it leaves collections and bookmarks as they are. Thread-safe. */
final class Journals {
    private static final int RECENT_USERS = 512;
    private static final int CANDIDATES = 200;
    private static final int USERS_PER_CHANGE = 50;

    private final Seeded seeded;
    private final SandboxOptions options;
    private final JournalFiller filler;
    private final JournalChanges journalChanges;
    private final Map<Integer, List<Change>> changes = new HashMap<>();
    private final Map<Integer, Journal> recent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Journal> eldest) {
            return size() > RECENT_USERS;
        }
    };
    private LocalDate firstDay;
    private int night;

    Journals(SandboxOptions options, Seeded seeded, QuranStructure structure, List<String> activities) {
        this.seeded = seeded;
        this.options = options;
        this.filler = new JournalFiller(seeded, structure, activities, options.isPrelive());
        this.journalChanges = new JournalChanges(seeded, filler);
        this.firstDay = date(options.clock().instant());
    }

    /** The first night of this world was that one. */
    synchronized void began(Instant moment) {
        firstDay = date(moment);
        recent.clear();
    }

    synchronized LocalDate today() {
        return firstDay.plusDays(night);
    }

    synchronized Journal of(int user) {
        Journal known = recent.get(user);
        if (known != null) {
            return known;
        }
        JournalDraft draft = filler.draft(options.shape(), user, firstDay);
        changes.getOrDefault(user, List.of()).forEach(change -> journalChanges.apply(draft, change));
        Journal journal = draft.freeze(today());
        recent.put(user, journal);
        return journal;
    }

    /** Goes on to the next night, in which something of every kind happens to some of those who may change. */
    synchronized void advance(IntPredicate mayChange) {
        night++;
        recent.clear(); // for everyone it is another day
        int each = Math.max(1, options.users() / USERS_PER_CHANGE);
        for (Kind kind : Kind.values()) {
            for (int number = 0; number < each; number++) {
                choose(kind, number, mayChange);
            }
        }
    }

    private void choose(Kind kind, int number, IntPredicate mayChange) {
        for (int attempt = 0; attempt < CANDIDATES && options.users() > 0; attempt++) {
            int user = (int) Long.remainderUnsigned(
                    seeded.at(90, night, kind.name().hashCode(), number, attempt), options.users());
            if (mayChange.test(user) && JournalChanges.isPossible(kind, of(user))) {
                add(user, kind, 0);
                return;
            }
        }
    }

    /** Something happens to this user, whatever is possible. */
    synchronized void stir(int user, int number) {
        SplittableRandom random = seeded.random(98, night, number);
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        add(user, JournalChanges.isPossible(kind, of(user)) ? kind : Kind.NOTE_WRITTEN, number);
    }

    /** This user deletes all notes. */
    synchronized void clear(int user, int number) {
        for (int left = of(user).notes().size(); left > 0; left--) {
            add(user, Kind.NOTE_DELETED, number);
        }
    }

    private void add(int user, Kind kind, int number) {
        changes.computeIfAbsent(user, any -> new ArrayList<>()).add(new Change(night, user, kind, number));
        recent.remove(user);
    }

    private static LocalDate date(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
