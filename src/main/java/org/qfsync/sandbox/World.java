package org.qfsync.sandbox;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.qfsync.sandbox.NightChanges.Change;
import org.qfsync.sandbox.NightChanges.Kind;

/**
 * The users and what they keep, tonight. Data is made up when it is asked for; only the changes of past nights and
 * the data of a few recent users are held. Thread-safe.
 */
final class World {
    private static final int RECENT_USERS = 512;
    private static final int CANDIDATES = 200;
    private static final int FEWEST_SAVERS = 3;
    private static final int USERS_PER_SAVER = 50;
    private static final Set<String> BASE = Set.of("openid", "offline_access");
    private static final List<String> PARENTS = List.of(
            "collection", "bookmark", "note", "reading_session", "activity_day", "streak", "goal", "preference");

    /** What users do not consent to, by the last part of their number; applications often lack the first three. */
    private static final Map<Integer, Set<String>> WITHHELD = Map.of(
            14, Set.of("activity_day", "streak", "goal"),
            17, Set.of("note"),
            18, Set.of("sync"),
            11, Set.of("preference", "reading_session"),
            16, Set.of("user.profile.read"));

    private static final List<String> PRELIVE_ACTIVITIES = List.of("QURAN", "LESSON", "QURAN_READING_PROGRAM");
    private static final List<String> ACTIVITIES = List.of(
            "QURAN",
            "LESSON",
            "LEARNING_PLAN",
            "QURAN_READING_PROGRAM",
            "TAFSIR",
            "ANSWERS",
            "HADITH",
            "LAYERS",
            "QIRAAT",
            "AUDIO",
            "REFLECTIONS",
            "LESSONS");

    private final Seeded seeded;
    private final int users;
    private final UserShape shape;
    private final UserFiller filler;
    private final NightChanges nightChanges;
    private final boolean prelive;
    private final List<String> activityTypes;
    private final Journals journals;
    private final Stirring stirring;
    private final Map<Integer, List<Consumer<UserDraft>>> changes = new HashMap<>();
    private final Set<Integer> withdrawn = new HashSet<>();
    private final Map<Integer, UserData> recent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, UserData> eldest) {
            return size() > RECENT_USERS;
        }
    };
    private int night;
    private int stirs;

    World(SandboxOptions options, Seeded seeded, QuranStructure structure) {
        this.seeded = seeded;
        this.users = options.users();
        this.shape = options.shape();
        this.filler = new UserFiller(seeded, structure);
        this.nightChanges = new NightChanges(seeded, filler);
        this.stirring = new Stirring(seeded, filler);
        this.prelive = options.isPrelive();
        this.activityTypes = prelive ? PRELIVE_ACTIVITIES : ACTIVITIES;
        this.journals = new Journals(options, seeded, structure, activityTypes);
        while (night < options.night()) {
            advance();
        }
    }

    /** Tells one world from another in a state file. */
    String name() {
        return "seed " + seeded.seed() + ", " + users + " users, " + shape;
    }

    int users() {
        return users;
    }

    String sub(int user) {
        return seeded.sub(user);
    }

    OptionalInt indexOf(String sub) {
        return seeded.indexOf(sub, users);
    }

    synchronized int night() {
        return night;
    }

    /** True for one whose consent was gone before anybody asked, or who withdrew it some night. */
    synchronized boolean isWithdrawn(int user) {
        return withdrawn.contains(user) || isBornRevoked(user);
    }

    boolean isBornRevoked(int user) {
        return isAwkward(user, AwkwardUsers.REVOKED);
    }

    /** What a user consented to: nearly everything, but there is no kind of data that everybody opened to us. */
    Set<String> scopes(int user) {
        Set<String> scopes = new TreeSet<>(BASE);
        boolean readOnly = isAwkward(user, AwkwardUsers.NO_COLLECTIONS);
        PARENTS.forEach(parent -> scopes.add(readOnly ? parent + ".read" : parent));
        scopes.addAll(Set.of("sync", "user.profile.read"));
        if (isAwkward(user, AwkwardUsers.NO_BOOKMARK_SCOPE)) {
            scopes.remove("bookmark");
        } else if (shape == UserShape.MIXED) {
            WITHHELD.getOrDefault(user % 20, Set.of()).forEach(scopes::remove);
        }
        return scopes;
    }

    boolean isPrelive() {
        return prelive;
    }

    /** Which kinds of activity there are; the first is reading the Quran. */
    List<String> activityTypes() {
        return activityTypes;
    }

    Journal journal(int user) {
        return journals.of(user);
    }

    /** The date of tonight, in UTC. */
    LocalDate today() {
        return journals.today();
    }

    /** The first night of this world was that one. */
    void began(Instant moment) {
        journals.began(moment);
    }

    synchronized UserData data(int user) {
        UserData known = recent.get(user);
        if (known != null) {
            return known;
        }
        UserDraft draft = filler.draft(shape, user);
        changes.getOrDefault(user, List.of()).forEach(change -> change.accept(draft));
        UserData data = draft.freeze();
        recent.put(user, data);
        return data;
    }

    /** Goes on to the next night; answers those who withdraw their consent in it. */
    synchronized List<Integer> advance() {
        night++;
        stirs = 0;
        int savers = Math.max(FEWEST_SAVERS, users / USERS_PER_SAVER);
        Set<Integer> chosen = new HashSet<>();
        for (int number = 0; number < savers; number++) {
            choose(Kind.SAVE, number, chosen);
        }
        choose(Kind.RENAME, 0, chosen);
        choose(Kind.DELETE, 0, chosen);
        choose(Kind.REMOVE, 0, chosen);
        List<Integer> leaving = choose(Kind.WITHDRAW, 0, chosen);
        withdrawn.addAll(leaving);
        journals.advance(user -> !isWithdrawn(user) && isFree(user, Kind.SAVE));
        return leaving;
    }

    /** So many things happen to anyone. */
    synchronized void stir(int count) {
        for (int left = count; left > 0 && users > 0; left--) {
            stirs++;
            int user = (int) Long.remainderUnsigned(seeded.at(96, night, stirs), users);
            if (isWithdrawn(user)) {
                continue;
            }
            if (seeded.fraction(99, night, stirs) < 0.5) {
                journals.stir(user, stirs);
            } else {
                int number = stirs;
                int when = night;
                add(user, draft -> stirring.apply(draft, when, number));
            }
        }
    }

    /** This user deletes all collections, bookmarks and notes. */
    synchronized void clear(int user) {
        int number = ++stirs;
        int when = night;
        add(user, draft -> stirring.clear(draft, when, number));
        journals.clear(user, number);
    }

    private void add(int user, Consumer<UserDraft> change) {
        changes.computeIfAbsent(user, any -> new ArrayList<>()).add(change);
        recent.remove(user);
    }

    /** Picks a user for whom that is possible and to whom nothing else happens tonight. */
    private List<Integer> choose(Kind kind, int number, Set<Integer> chosen) {
        for (int attempt = 0; attempt < CANDIDATES && users > 0; attempt++) {
            int user = (int)
                    Long.remainderUnsigned(seeded.at(50, night, kind.name().hashCode(), number, attempt), users);
            if (!chosen.contains(user)
                    && !isWithdrawn(user)
                    && isFree(user, kind)
                    && NightChanges.isPossible(kind, data(user))) {
                chosen.add(user);
                Change change = new Change(night, user, kind);
                add(user, draft -> nightChanges.apply(draft, change));
                return kind == Kind.WITHDRAW ? List.of(user) : List.of();
            }
        }
        return List.of();
    }

    /** An awkward user keeps what it stands for, as long as there are others. */
    private boolean isFree(int user, Kind kind) {
        if (shape == UserShape.UNIFORM || user >= AwkwardUsers.COUNT) {
            return true;
        }
        boolean crowded = users > AwkwardUsers.COUNT + FEWEST_SAVERS + Kind.values().length;
        return !crowded
                && user != AwkwardUsers.NOTHING
                && (kind == Kind.SAVE || AwkwardUsers.DISPENSABLE.contains(user));
    }

    private boolean isAwkward(int user, int which) {
        return shape == UserShape.MIXED && user == which;
    }
}
