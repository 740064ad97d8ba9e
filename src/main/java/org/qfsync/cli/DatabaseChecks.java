package org.qfsync.cli;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.report.ConsentNotes;
import org.qfsync.report.FleetPlaces;
import org.qfsync.report.Vitals;
import org.qfsync.store.Database;
import org.qfsync.store.DatabaseInUseException;
import org.qfsync.store.Deployment;
import org.qfsync.store.Dialect;
import org.qfsync.store.Hold;
import org.qfsync.store.Holds;
import org.qfsync.token.ClientProperties;
import org.qfsync.token.Keyset;
import org.qfsync.token.TokenProperties;
import org.qfsync.token.Tokens;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database tells: whose it is, with which keys, and in what state the last runs left it. */
final class DatabaseChecks {
    private static final String[] NEED_IT = {
        "keyset", "custody", "lease", "leftovers", "grants", "grants-lapsing", "holds"
    };

    private final Program program;
    private final Examination examination;
    private final Surroundings around;

    DatabaseChecks(Program program, Examination examination, Surroundings around) {
        this.program = program;
        this.examination = examination;
        this.around = around;
    }

    /** Returns false if the database cannot be asked. */
    boolean examine() {
        try {
            program.get(Database.class);
        } catch (DatabaseInUseException e) {
            // That is how a healthy daemon looks from beside it.
            String owner = String.valueOf(e.getMessage()).replaceFirst("\\. An H2 file has one owner process.*", "");
            examination.add(Finding.skip("database", owner + ", which alone can ask it"));
            examination.skip("needs the database", NEED_IT);
            return false;
        } catch (RuntimeException e) {
            examination.failed("database", e);
            examination.skip("needs the database", NEED_IT);
            return false;
        }
        examination.examine("database", this::identity);
        boolean keyset = examination.examine("keyset", this::keyset);
        examineWith(keyset, "custody", this::custody);
        examination.examine("lease", this::lease);
        examination.examine("leftovers", this::leftovers);
        examination.examine("grants", this::grants);
        examineWith(keyset, "grants-lapsing", this::lapsing);
        examination.examine("holds", this::holds);
        return true;
    }

    /** What needs the keyset fails with it, which is told once. */
    private void examineWith(boolean keyset, String id, Supplier<Finding> look) {
        if (keyset) {
            examination.examine(id, look);
        } else {
            examination.skip("needs the keyset", id);
        }
    }

    boolean hasKeyset() {
        return examination.findings().stream()
                .anyMatch(finding -> finding.id().equals("keyset") && finding.status() == Finding.Status.OK);
    }

    private Finding identity() {
        Database database = program.get(Database.class);
        String version = program.get(JdbcClient.class)
                .sql("SELECT \"version\" FROM ops.schema_history WHERE \"success\" AND \"version\" IS NOT NULL"
                        + " ORDER BY \"installed_rank\" DESC LIMIT 1")
                .query(String.class)
                .single();
        String identity = database.deployment().map(DatabaseChecks::words).orElse("without an identity");
        return Finding.ok("database", database.location() + ", " + identity + ", schema " + version);
    }

    private static String words(Deployment deployment) {
        return "of " + deployment.environment().id()
                + deployment.issuer().map(issuer -> ", issuer " + issuer).orElse("");
    }

    private Finding keyset() {
        Keyset keyset = program.get(Keyset.class);
        return Finding.ok("keyset", "fingerprint " + keyset.fingerprint() + ", from " + keyset.location());
    }

    /** Only looks: whoever runs a check beside a colleague's database must not hold back its grants. */
    private Finding custody() {
        return program.get(Tokens.class)
                .custody()
                .doubt()
                .map(reason -> Finding.warn(
                        "custody",
                        "this database " + reason,
                        "The next run holds back every grant, because its token may be spent, and asks the server where"
                                + " that proves something: " + around.command() + " run. Who is left then: "
                                + around.command() + " users list"))
                .orElseGet(() -> Finding.ok("custody", "the database is the one that this home worked with last"));
    }

    private Finding lease() {
        Optional<Vitals.Holder> holder = vitals().leaseHolder();
        if (holder.isEmpty()) {
            return Finding.ok("lease", "no run is under way");
        }
        if (isAlive(holder.get())) {
            return Finding.ok("lease", "a run is under way: " + holder.get().words());
        }
        return Finding.warn(
                "lease",
                "a run died with " + holder.get().words(),
                "The next run takes it up where it stopped: " + around.command() + " run");
    }

    /** An H2 file is ours now, so that nobody else can be at work in it. */
    private boolean isAlive(Vitals.Holder holder) {
        boolean h2 = program.get(Database.class).dialect() == Dialect.H2;
        return holder.beating()
                && (!h2 || holder.pid() == ProcessHandle.current().pid());
    }

    private Finding leftovers() {
        long runs = vitals().unfinishedRuns();
        long spilled = FleetPlaces.spillFiles(program.get(TokenProperties.class).spillDirectory());
        if (runs + spilled == 0) {
            return Finding.ok("leftovers", "none of a process that died");
        }
        return Finding.warn(
                "leftovers",
                "a process died and left " + runs + " unfinished " + (runs == 1 ? "run" : "runs") + " and " + spilled
                        + " spilled " + (spilled == 1 ? "token" : "tokens"),
                "The next run puts them in order: " + around.command() + " run");
    }

    private Finding grants() {
        Map<String, Long> states =
                vitals().grants(program.get(ClientProperties.class).clientId());
        if (states.isEmpty()) {
            return Finding.warn(
                    "grants",
                    "no user has consented yet",
                    "Bring consents: " + around.command() + " users import FILE, or " + around.command()
                            + " users login");
        }
        String words = states.entrySet().stream()
                .map(state -> state.getValue() + " " + state.getKey())
                .collect(Collectors.joining(", "));
        long somebody = states.getOrDefault("REAUTH_REQUIRED", 0L);
        long held = states.getOrDefault("QUARANTINED", 0L);
        if (somebody + held == 0) {
            return Finding.ok("grants", words);
        }
        return Finding.warn(
                "grants",
                words,
                (somebody == 0 ? "" : "Ask " + users(somebody) + " to consent again")
                        + (somebody > 0 && held > 0 ? "; " : "")
                        + (held == 0 ? "" : "Release or reject what is held back (see: qfsync users release --help)")
                        + ". Who they are: " + around.command() + " users list");
    }

    private Finding lapsing() {
        List<ConsentNotes.Lapsing> lapsing = RunsCommand.consentNotes(program).lapsing();
        return lapsing.isEmpty()
                ? Finding.ok("grants-lapsing", "none ends within days because nothing refreshes it")
                : Finding.warn(
                        "grants-lapsing",
                        users(lapsing.size()) + " will have to consent again within days, because nothing refreshes"
                                + " their grants",
                        "Run, or release what is held back: " + around.command() + " users list");
    }

    private Finding holds() {
        List<Hold> open = program.get(Holds.class).open();
        return open.isEmpty()
                ? Finding.ok("holds", "no loss waits for a decision")
                : Finding.warn(
                        "holds",
                        open.size() + (open.size() == 1 ? " loss waits" : " losses wait") + " for a decision since "
                                + day(open.get(0).openedAt()),
                        "Look and decide: " + around.command() + " holds list");
    }

    private Vitals vitals() {
        return new Vitals(program.get(JdbcTemplate.class));
    }

    private static String day(Instant at) {
        return at.toString().substring(0, 10);
    }

    private static String users(long count) {
        return count + (count == 1 ? " user" : " users");
    }
}
