package org.qfsync.sandbox;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * How a sandbox is to behave. Everything but the port and the times follows from these values, so two sandboxes with
 * equal options serve equal data.
 *
 * @param port loopback port; 0 takes a free one
 * @param users how many users have consented, 0 to 1,000,000
 * @param seed from which users, data, tokens and random faults are derived
 * @param shape what users keep
 * @param latency added to every answer
 * @param faults what goes wrong, see {@link FaultRule}
 * @param quirks which variants of the service to imitate
 * @param stateFile keeps rotations, revocations and the night across restarts; without it a restart begins anew
 * @param night how many nights have passed; a state file may hold a later one
 * @param serverTimeSkew added to the {@code Date} header of every answer
 * @param clock for token lifetimes
 * @param oauth what is registered for the clients, and how long codes and refresh tokens last
 * @param content how much there is behind Content Sync
 */
public record SandboxOptions(
        int port,
        int users,
        long seed,
        UserShape shape,
        Duration latency,
        List<FaultRule> faults,
        Set<Quirk> quirks,
        Optional<Path> stateFile,
        int night,
        Duration serverTimeSkew,
        Clock clock,
        SandboxOAuth oauth,
        SandboxContent content) {
    private static final int MOST_USERS = 1_000_000;

    public SandboxOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("Sandbox port " + port + " is not between 0 and 65535");
        }
        if (users < 0 || users > MOST_USERS) {
            throw new IllegalArgumentException("Sandbox users " + users + " is not between 0 and " + MOST_USERS);
        }
        if (latency.isNegative() || night < 0) {
            throw new IllegalArgumentException("Sandbox latency and night must not be negative");
        }
        faults = List.copyOf(faults);
        quirks = Set.copyOf(quirks);
    }

    /** 25 mixed users of seed 42 on a free port, no latency, no faults, strict in every respect. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(
                0,
                25,
                42,
                UserShape.MIXED,
                Duration.ZERO,
                List.of(),
                Set.of(),
                Optional.empty(),
                0,
                Duration.ZERO,
                Clock.systemUTC(),
                SandboxOAuth.defaults(),
                SandboxContent.defaults());
    }

    public SandboxOptions withPort(int value) {
        return with(draft -> draft.port = value);
    }

    public SandboxOptions withUsers(int value) {
        return with(draft -> draft.users = value);
    }

    public SandboxOptions withSeed(long value) {
        return with(draft -> draft.seed = value);
    }

    public SandboxOptions withShape(UserShape value) {
        return with(draft -> draft.shape = value);
    }

    public SandboxOptions withLatency(Duration value) {
        return with(draft -> draft.latency = value);
    }

    public SandboxOptions withFaults(List<FaultRule> value) {
        return with(draft -> draft.faults = value);
    }

    /** As {@link #withFaults(List)}, from the text that {@link FaultRule#parseAll} reads. */
    public SandboxOptions withFaults(String text) {
        return withFaults(FaultRule.parseAll(text));
    }

    public SandboxOptions withQuirks(Quirk... value) {
        return with(draft -> draft.quirks = Set.of(value));
    }

    /** The pre-live environment; to be called after {@link #withQuirks}, which replaces all quirks. */
    public SandboxOptions withPrelive() {
        Set<Quirk> more = new TreeSet<>(quirks);
        more.add(Quirk.PRELIVE);
        return withQuirks(more.toArray(Quirk[]::new));
    }

    boolean isPrelive() {
        return quirks.contains(Quirk.PRELIVE);
    }

    public SandboxOptions withStateFile(Path value) {
        return with(draft -> draft.stateFile = Optional.of(value));
    }

    public SandboxOptions withNight(int value) {
        return with(draft -> draft.night = value);
    }

    public SandboxOptions withServerTimeSkew(Duration value) {
        return with(draft -> draft.serverTimeSkew = value);
    }

    public SandboxOptions withClock(Clock value) {
        return with(draft -> draft.clock = value);
    }

    public SandboxOptions withOAuth(SandboxOAuth value) {
        return with(draft -> draft.oauth = value);
    }

    public SandboxOptions withContent(SandboxContent value) {
        return with(draft -> draft.content = value);
    }

    private SandboxOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /** The same values, to change some of them. */
    private static final class Draft {
        private int port;
        private int users;
        private long seed;
        private UserShape shape;
        private Duration latency;
        private List<FaultRule> faults;
        private Set<Quirk> quirks;
        private Optional<Path> stateFile;
        private int night;
        private Duration serverTimeSkew;
        private Clock clock;
        private SandboxOAuth oauth;
        private SandboxContent content;

        Draft(SandboxOptions options) {
            this.port = options.port;
            this.users = options.users;
            this.seed = options.seed;
            this.shape = options.shape;
            this.latency = options.latency;
            this.faults = options.faults;
            this.quirks = options.quirks;
            this.stateFile = options.stateFile;
            this.night = options.night;
            this.serverTimeSkew = options.serverTimeSkew;
            this.clock = options.clock;
            this.oauth = options.oauth;
            this.content = options.content;
        }

        SandboxOptions options() {
            return new SandboxOptions(
                    port,
                    users,
                    seed,
                    shape,
                    latency,
                    faults,
                    quirks,
                    stateFile,
                    night,
                    serverTimeSkew,
                    clock,
                    oauth,
                    content);
        }
    }
}
