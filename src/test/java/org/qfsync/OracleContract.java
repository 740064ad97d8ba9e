package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.Selection;
import org.qfsync.job.RunRequest;
import org.qfsync.job.RunResult;
import org.qfsync.job.Runs;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Oddity;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxContent;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.sandbox.Shift;
import org.qfsync.sandbox.UserShape;
import org.qfsync.sandbox.UserTruth;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.SettableClock;
import org.qfsync.token.GrantState;
import org.springframework.util.FileSystemUtils;

/**
 * Random worlds and random nights of changes: after each night the database holds exactly what the service would tell,
 * in every column, of every user that it may still read; whatever went wrong on the way.
 */
abstract class OracleContract {
    /** So often a night may be repeated while things go wrong; then they stop going wrong. */
    private static final int PASSES_WITH_FAULTS = 3;

    /** So often it is repeated then, at most. */
    private static final int PASSES_WITHOUT_FAULTS = 4;

    private static final Selection USER_DATA = new Selection(
            Stream.of(Dataset.values()).filter(Dataset::isUserData).collect(Collectors.toSet()), Set.of(), false);

    private static final Selection EVERYTHING_OF_USERS = new Selection(USER_DATA.only(), Set.of(), true);
    private static final Selection CONTENT = new Selection(Set.of(Dataset.CONTENT_SYNC), Set.of(), false);

    /**
     * A world and its nights.
     *
     * @param prelive whether the service tells what changed since the last night
     */
    record World(long seed, int users, UserShape shape, boolean prelive, List<Night> nights) {}

    /**
     * What happens until and during a night.
     *
     * @param days of changes that it finds
     * @param faults that it meets
     * @param shifting routes whose listings change their order while they are read
     */
    record Night(int days, List<String> faults, List<String> shifting) {}

    /**
     * A library and its nights.
     *
     * @param resources as an operator configures them
     */
    record Library(long seed, String resources, List<Night> nights) {
        List<String> wanted(Set<String> published) {
            return published.stream()
                    .filter(resource -> Stream.of(resources.split(";"))
                            .anyMatch(filter -> filter.endsWith("*")
                                    ? resource.startsWith(filter.substring(0, filter.length() - 1))
                                    : List.of(filter.substring(filter.indexOf(':') + 1)
                                                            .split(","))
                                                    .contains(resource.substring(resource.indexOf(':') + 1))
                                            && resource.startsWith(filter.substring(0, filter.indexOf(':') + 1))))
                    .toList();
        }
    }

    abstract DatabaseProperties database(Path folder);

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void afterEachNightTheDatabaseEqualsTheWorld(@ForAll("worlds") World world) {
        inAFolder(folder -> live(world, folder));
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    @Tag("deep")
    void afterEachNightOfManyWorldsTheDatabaseEqualsTheWorld(@ForAll("worlds") World world) {
        inAFolder(folder -> live(world, folder));
    }

    @Provide
    Arbitrary<World> worlds() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 1_000_000),
                        Arbitraries.integers().between(1, 14),
                        Arbitraries.of(UserShape.values()),
                        Arbitraries.of(true, false),
                        nights().list().ofMinSize(2).ofMaxSize(4))
                .as(World::new);
    }

    private static Arbitrary<Night> nights() {
        Arbitrary<String> faults = Arbitraries.of(
                "user/*:503=0.1",
                "user/*:429=0.05,retry-after=0",
                "user/*:reset=0.05",
                "user/*:cut=0.05",
                "user/*:html=0.1",
                "user/collection:404=0.05",
                "user/*:401=0.05",
                "token:500=0.2");
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        faults.list().uniqueElements().ofMaxSize(3),
                        Arbitraries.of("user/collections", "user/collection", "user/bookmarks", "user/notes")
                                .list()
                                .uniqueElements()
                                .ofMaxSize(2))
                .as(Night::new);
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void afterEachNightTheContentEqualsTheWorld(@ForAll("libraries") Library library) {
        inAFolder(folder -> read(library, folder));
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    @Tag("deep")
    void afterEachNightOfManyWorldsTheContentEqualsTheWorld(@ForAll("libraries") Library library) {
        inAFolder(folder -> read(library, folder));
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void anOddNightBlanksNoColumnAndIsTold(@ForAll("oddities") List<Oddity> oddities, @ForAll("worlds") World world) {
        inAFolder(folder -> liveThroughAnOddNight(world, oddities, folder));
    }

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    @Tag("deep")
    void noOddNightOfManyBlanksAColumn(@ForAll("oddities") List<Oddity> oddities, @ForAll("worlds") World world) {
        inAFolder(folder -> liveThroughAnOddNight(world, oddities, folder));
    }

    /** Fields that every object has, none of which identifies it. */
    @Provide
    Arbitrary<List<Oddity>> oddities() {
        Arbitrary<String> fields = Arbitraries.of(
                "user/collections name",
                "user/collections isPrivate",
                "user/collection createdAt",
                "user/collection key",
                "user/bookmarks createdAt",
                "user/bookmarks key",
                "user/bookmarks group",
                "user/notes body",
                "user/notes createdAt",
                "user/reading-sessions updatedAt",
                "user/activity-days date",
                "user/activity-days progress",
                "user/streaks days",
                "user/streaks startDate");
        return Combinators.combine(
                        fields, Arbitraries.of(Oddity.Kind.NEW_FIELD, Oddity.Kind.FIELD_GONE, Oddity.Kind.OTHER_TYPE))
                .as((field, kind) -> new Oddity(
                        field.substring(0, field.indexOf(' ')),
                        kind,
                        kind == Oddity.Kind.NEW_FIELD ? "novelty" : field.substring(field.indexOf(' ') + 1)))
                .list()
                .ofMinSize(2)
                .ofMaxSize(6)
                .uniqueElements(oddity -> oddity.route() + oddity.field());
    }

    private void liveThroughAnOddNight(World world, List<Oddity> oddities, Path folder) {
        SettableClock clock = new SettableClock();
        // Some thirty users: every route has objects then.
        SandboxOptions options = options(world, clock).withUsers(world.users() + 15);
        try (Sandbox sandbox = Sandbox.start(options);
                NightBench program = start(sandbox, world, folder, clock)) {
            program.consented();
            run(program, USER_DATA);
            oddities.forEach(sandbox::addOddity);
            run(program, EVERYTHING_OF_USERS);
            assertEqual(sandbox, program, true);
            List<String> told = program.jdbc()
                    .sql("SELECT DISTINCT field FROM ops.schema_drift")
                    .query(String.class)
                    .list();
            assertThat(told).containsAll(oddities.stream().map(Oddity::field).collect(Collectors.toSet()));
            sandbox.clearOddities();
            run(program, EVERYTHING_OF_USERS);
            assertEqual(sandbox, program, false);
        }
    }

    @Provide
    Arbitrary<Library> libraries() {
        Arbitrary<String> resources = Arbitraries.of(
                "translations:20;tafsirs:169;recitations:7",
                "translations:*",
                "tafsirs:14,169;articles:*",
                "recitations:1,7;word_by_word_translations:85;translations:131,20,20");
        Arbitrary<String> faults = Arbitraries.of(
                "content/sync:503=0.2",
                "content/sync:reset=0.2",
                "content/snapshot:503=0.2",
                "content/snapshot:cut=0.2",
                "content/*:html=0.1",
                "content/*:401=0.1");
        Arbitrary<Night> nights = Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        faults.list().uniqueElements().ofMaxSize(3),
                        Arbitraries.just(List.<String>of()))
                .as(Night::new);
        return Combinators.combine(
                        Arbitraries.longs().between(1, 1_000_000),
                        resources,
                        nights.list().ofMinSize(2).ofMaxSize(4))
                .as(Library::new);
    }

    private void read(Library library, Path folder) {
        SettableClock clock = new SettableClock();
        SandboxOptions options = SandboxOptions.defaults()
                .withSeed(library.seed())
                .withUsers(0)
                .withContent(SandboxContent.brief())
                .withClock(clock)
                .withServerTimeSkew(Duration.ofMillis(1));
        try (Sandbox sandbox = Sandbox.start(options)) {
            Map<String, String> settings = NightBench.settings(sandbox, database(folder), folder.resolve("home"));
            Map<String, String> chosen = Map.of("QFSYNC_CONTENT_RESOURCES", library.resources());
            try (NightBench program = NightBench.start(sandbox, settings, chosen, clock)) {
                for (Night night : library.nights()) {
                    pass(sandbox, clock, night);
                    converge(sandbox, program, clock, night, CONTENT);
                    ContentOracle oracle = new ContentOracle(program.jdbc());
                    assertThat(oracle.differences(
                                    sandbox.truth().content(),
                                    library.wanted(sandbox.truth().content().resources())))
                            .as("night %d", sandbox.night())
                            .isEmpty();
                }
            }
        }
    }

    private void live(World world, Path folder) {
        SettableClock clock = new SettableClock();
        try (Sandbox sandbox = Sandbox.start(options(world, clock));
                NightBench program = start(sandbox, world, folder, clock)) {
            program.consented();
            for (Night night : world.nights()) {
                pass(sandbox, clock, night);
                converge(sandbox, program, clock, night, USER_DATA);
                assertEqual(sandbox, program, false);
                assertThat(program.count("ops.schema_drift")).isZero();
            }
        }
    }

    private static SandboxOptions options(World world, SettableClock clock) {
        SandboxOptions options = SandboxOptions.defaults()
                .withSeed(world.seed())
                .withUsers(world.users())
                .withShape(world.shape())
                .withClock(clock)
                .withServerTimeSkew(Duration.ofMillis(1));
        return world.prelive() ? options.withPrelive() : options;
    }

    private NightBench start(Sandbox sandbox, World world, Path folder, SettableClock clock) {
        Map<String, String> chosen = Map.of(
                "QFSYNC_USER_DATASETS",
                USER_DATA.only().stream().map(Dataset::id).collect(Collectors.joining(",")),
                "QF_ENV",
                world.prelive() ? "prelive" : "production");
        return NightBench.start(
                sandbox, NightBench.settings(sandbox, database(folder), folder.resolve("home")), chosen, clock);
    }

    private static void pass(Sandbox sandbox, SettableClock clock, Night night) {
        for (int day = 0; day < night.days(); day++) {
            clock.advance(Duration.ofDays(1));
            sandbox.advance();
        }
        sandbox.serverTimeSkew(clock.offset());
    }

    /** As an operator would: run it again until it says that nothing is left. */
    private static void converge(
            Sandbox sandbox, NightBench program, SettableClock clock, Night night, Selection what) {
        night.faults().forEach(fault -> sandbox.addFault(FaultRule.parse(fault)));
        night.shifting().forEach(route -> sandbox.shiftPages(route, Shift.JUMPED, 2));
        RunResult result = run(program, what);
        for (int pass = 1; pass < PASSES_WITH_FAULTS && result.end() != RunResult.End.COMPLETED; pass++) {
            result = run(program, what);
        }
        sandbox.clearFaults();
        // A grant that a fault left in doubt, or that backs off, waits for its time: eight hours after three failures.
        clock.advance(Duration.ofHours(9));
        sandbox.serverTimeSkew(clock.offset());
        result = run(program, what);
        for (int pass = 1; pass < PASSES_WITHOUT_FAULTS && result.end() != RunResult.End.COMPLETED; pass++) {
            result = run(program, what);
        }
        assertThat(result.end())
                .as(() -> "open: "
                        + program.jdbc()
                                .sql("SELECT run_id, error_class, http_status, dataset, message FROM ops.user_run"
                                        + " WHERE state = 'FAILED' ORDER BY run_id DESC LIMIT 5")
                                .query()
                                .listOfRows())
                .isEqualTo(RunResult.End.COMPLETED);
    }

    private static RunResult run(NightBench program, Selection what) {
        return program.get(Runs.class).run(new RunRequest(Optional.empty(), false, what, "an oracle"));
    }

    private static void assertEqual(Sandbox sandbox, NightBench program, boolean odd) {
        WorldOracle oracle = new WorldOracle(program.jdbc(), !odd);
        List<UserTruth> readable = sandbox.truth()
                .users()
                .filter(UserTruth::consented)
                .filter(user -> program.vault().find(user.sub()).orElseThrow().state() != GrantState.REAUTH_REQUIRED)
                .toList();
        assertThat(readable.stream().flatMap(user -> oracle.differences(user).stream()))
                .as("night %d", sandbox.night())
                .isEmpty();
    }

    private static void inAFolder(Consumer<Path> work) {
        Path folder = temporaryFolder();
        try {
            work.accept(folder);
        } finally {
            delete(folder);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("oracle");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
