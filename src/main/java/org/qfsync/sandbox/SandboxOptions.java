package org.qfsync.sandbox;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
        return new SandboxOptions(
                value,
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

    public SandboxOptions withUsers(int value) {
        return new SandboxOptions(
                port,
                value,
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

    public SandboxOptions withSeed(long value) {
        return new SandboxOptions(
                port,
                users,
                value,
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

    public SandboxOptions withShape(UserShape value) {
        return new SandboxOptions(
                port,
                users,
                seed,
                value,
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

    public SandboxOptions withLatency(Duration value) {
        return new SandboxOptions(
                port,
                users,
                seed,
                shape,
                value,
                faults,
                quirks,
                stateFile,
                night,
                serverTimeSkew,
                clock,
                oauth,
                content);
    }

    public SandboxOptions withFaults(List<FaultRule> value) {
        return new SandboxOptions(
                port,
                users,
                seed,
                shape,
                latency,
                value,
                quirks,
                stateFile,
                night,
                serverTimeSkew,
                clock,
                oauth,
                content);
    }

    /** As {@link #withFaults(List)}, from the text that {@link FaultRule#parseAll} reads. */
    public SandboxOptions withFaults(String text) {
        return withFaults(FaultRule.parseAll(text));
    }

    public SandboxOptions withQuirks(Quirk... value) {
        return new SandboxOptions(
                port,
                users,
                seed,
                shape,
                latency,
                faults,
                Set.of(value),
                stateFile,
                night,
                serverTimeSkew,
                clock,
                oauth,
                content);
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
        return new SandboxOptions(
                port,
                users,
                seed,
                shape,
                latency,
                faults,
                quirks,
                Optional.of(value),
                night,
                serverTimeSkew,
                clock,
                oauth,
                content);
    }

    public SandboxOptions withNight(int value) {
        return new SandboxOptions(
                port,
                users,
                seed,
                shape,
                latency,
                faults,
                quirks,
                stateFile,
                value,
                serverTimeSkew,
                clock,
                oauth,
                content);
    }

    public SandboxOptions withServerTimeSkew(Duration value) {
        return new SandboxOptions(
                port, users, seed, shape, latency, faults, quirks, stateFile, night, value, clock, oauth, content);
    }

    public SandboxOptions withClock(Clock value) {
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
                value,
                oauth,
                content);
    }

    public SandboxOptions withOAuth(SandboxOAuth value) {
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
                value,
                content);
    }

    public SandboxOptions withContent(SandboxContent value) {
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
                value);
    }
}
