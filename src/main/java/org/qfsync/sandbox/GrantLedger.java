package org.qfsync.sandbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.qfsync.sandbox.Tokens.Token;

/**
 * The grants that there are, and the file in which they outlive the process. Holds state only for grants that
 * something happened to; those of the beginning follow from the world. Thread-safe; a {@link Slot} is its own lock.
 */
final class GrantLedger implements AutoCloseable {
    /** A grant, and what a restart forgets about it. Guarded by itself. */
    static final class Slot {
        private Grant grant;
        private int expiredGeneration = -1;
        private final Map<Integer, Instant> spentAt = new HashMap<>(2);

        private Slot(Grant grant) {
            this.grant = grant;
        }

        Grant grant() {
            return grant;
        }

        /** When the token of each of the last generations was spent. */
        Map<Integer, Instant> spentAt() {
            return spentAt;
        }

        void expireAccessToken(boolean expired) {
            expiredGeneration = expired ? grant.generation() : -1;
        }

        boolean isExpired(Token access) {
            return expiredGeneration == access.generation();
        }
    }

    private record Key(int client, int user, long id) {}

    private record Owner(int client, int user) {}

    private final Map<Key, Slot> touched = new ConcurrentHashMap<>();
    private final Map<Owner, List<Long>> later = new ConcurrentHashMap<>();
    private final AtomicInteger epoch = new AtomicInteger();
    private final World world;
    private final StateFile state;
    private Instant born;

    /** Refresh tokens begin to age now, unless the state file knows better. */
    GrantLedger(World world, SandboxOptions options) {
        this.world = world;
        Instant now = options.clock().instant();
        this.born = now;
        int asked = world.night();
        Memory memory = new Memory();
        this.state = StateFile.open(options.stateFile(), world.name(), now, memory);
        if (asked > memory.night) {
            state.night(asked);
        }
    }

    private final class Memory implements StateFile.Listener {
        private int night;

        @Override
        public void born(Instant moment) {
            born = moment;
            world.began(moment);
        }

        @Override
        public Grant fromTheBeginning(int client, int user) {
            return untouched(client, user);
        }

        @Override
        public void grant(Grant grant) {
            Slot slot = touched.computeIfAbsent(keyOf(grant), any -> enter(grant));
            synchronized (slot) {
                slot.grant = grant;
            }
        }

        @Override
        public void night(int value) {
            night = value;
            while (world.night() < value) {
                world.advance();
            }
        }

        @Override
        public void epoch(int value) {
            epoch.set(value);
        }
    }

    /** How often all access tokens were expired. */
    int epoch() {
        return epoch.get();
    }

    void nextEpoch() {
        state.epoch(epoch.incrementAndGet());
    }

    void rememberNight() {
        state.night(world.night());
    }

    /** Writes a new grant down. */
    Grant open(Grant grant) {
        touched.put(keyOf(grant), enter(grant));
        state.grant(grant);
        return grant;
    }

    /** Puts a grant in the place of what stood there; the caller holds the slot. */
    void change(Slot slot, Grant grant) {
        slot.grant = grant;
        state.grant(grant);
    }

    /** For changing. */
    Optional<Slot> touch(Token token) {
        return touch(new Key(token.client(), token.subject(), token.grant()));
    }

    private Optional<Slot> touch(Key key) {
        return Optional.ofNullable(
                key.id() == Grant.FROM_THE_BEGINNING
                        ? touched.computeIfAbsent(key, any -> new Slot(untouched(key.client(), key.user())))
                        : touched.get(key));
    }

    /** For looking only: makes no state for a grant that has none. */
    Optional<Slot> view(Token token) {
        return view(new Key(token.client(), token.subject(), token.grant()));
    }

    private Optional<Slot> view(Key key) {
        Slot known = touched.get(key);
        return known == null && key.id() == Grant.FROM_THE_BEGINNING
                ? Optional.of(new Slot(untouched(key.client(), key.user())))
                : Optional.ofNullable(known);
    }

    /** This user's grants to this client, for looking only, the newest first. */
    List<Slot> view(int client, int user) {
        return keys(client, user).flatMap(key -> view(key).stream()).toList();
    }

    /** The same, for changing. */
    List<Slot> touch(int client, int user) {
        return keys(client, user).flatMap(key -> touch(key).stream()).toList();
    }

    private Stream<Key> keys(int client, int user) {
        List<Long> ids = later.getOrDefault(new Owner(client, user), List.of());
        int count = ids.size();
        return IntStream.rangeClosed(1, count + 1)
                .mapToObj(i -> new Key(client, user, i > count ? Grant.FROM_THE_BEGINNING : ids.get(count - i)));
    }

    private Slot enter(Grant grant) {
        if (grant.id() != Grant.FROM_THE_BEGINNING) {
            later.computeIfAbsent(new Owner(grant.client(), grant.user()), any -> new CopyOnWriteArrayList<>())
                    .add(grant.id());
        }
        return new Slot(grant);
    }

    /** What stood before anything happened. */
    Grant untouched(int client, int user) {
        return new Grant(
                client, user, Grant.FROM_THE_BEGINNING, 0, world.isWithdrawn(user), world.scopes(user), born, born);
    }

    private static Key keyOf(Grant grant) {
        return new Key(grant.client(), grant.user(), grant.id());
    }

    @Override
    public void close() {
        state.close();
    }
}
