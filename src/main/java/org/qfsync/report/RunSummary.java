package org.qfsync.report;

import static org.qfsync.report.TextTable.number;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.Verdict;
import org.qfsync.report.TextTable.Column;
import org.qfsync.store.DatasetSummary;

/** Puts a run into words for whoever started it: what was synced, who was left out and what to do about it. */
public final class RunSummary {
    private static final int MOST_SUBS = 5;
    private static final String COMMAND = "    $ ";
    private static final Set<Verdict> ENDED = Set.of(Verdict.COMPLETED, Verdict.PARTIAL);

    private final RunReport report;
    private final ConsentNotes consents;
    private final int mostSubs;
    private final boolean undone;

    private RunSummary(RunReport report, ConsentNotes consents, int mostSubs, boolean undone) {
        this.report = report;
        this.consents = consents;
        this.mostSubs = mostSubs;
        this.undone = undone;
    }

    /** The summary after a run, with a few users by name. */
    public static List<String> lines(RunReport report, ConsentNotes consents) {
        return new RunSummary(report, consents, MOST_SUBS, false).all();
    }

    /** The same with every user by name that the report holds. */
    public static List<String> linesInFull(RunReport report, ConsentNotes consents) {
        return new RunSummary(report, consents, Integer.MAX_VALUE, false).all();
    }

    /** The same of a dry run: no command is told that would look for that run, of which nothing is left. */
    public static List<String> linesOfDryRun(RunReport report, ConsentNotes consents) {
        return new RunSummary(report, consents, Integer.MAX_VALUE, true).all();
    }

    private Stream<String> commands(Repair repair) {
        return repair.commands().stream().filter(command -> !undone || !Remedies.isAboutStored(command));
    }

    private List<String> all() {
        List<String> lines = new ArrayList<>();
        lines.add(headline());
        Repairs.ofRun(report).ifPresent(repair -> {
            lines.add("  " + repair.cause() + ": " + DisplayText.of(repair.hint()));
            commands(repair).forEach(command -> lines.add(COMMAND + command));
        });
        if (!report.datasets().isEmpty()) {
            lines.add("");
            datasets().lines().forEach(line -> lines.add("  " + line));
        }
        if (contentWasFresh()) {
            lines.add("");
            lines.add("  Chapters, verses and the catalogue are fresh: nothing of them had to be fetched");
        }
        lines.add("");
        lines.add("  " + users());
        lines.add("  " + Repairs.counted(report.run().requests(), "request") + ", "
                + Repairs.counted(report.run().tokenRefreshes(), "token refresh"));
        section(
                lines,
                report.run().isOwnPass() || undone ? "Failed:" : "Failed, the next run repeats them:",
                Repairs.ofFailed(report));
        section(
                lines,
                "Set aside until somebody acts (this does not spoil the verdict):",
                Repairs.ofSetAside(report, consents));
        skipped(lines);
        held(lines);
        lapsing(lines);
        drift(lines);
        return lines;
    }

    private String headline() {
        RunHead run = report.run();
        return "Night " + run.night() + ", pass " + run.pass() + ": " + run.verdictWord()
                + run.duration().map(span -> " in " + Spans.words(span)).orElse("")
                + (run.attempts() > 1 ? " (" + run.attempts() + " attempts)" : "");
    }

    /** True if the whole night was run through without anything of the regular content on its list. */
    private boolean contentWasFresh() {
        boolean ended = report.run().verdict().filter(ENDED::contains).isPresent();
        return ended
                && report.run().kind().equals("FULL")
                && report.datasets().stream()
                        .map(DatasetSummary::dataset)
                        .allMatch(dataset -> dataset.isUserData() || dataset == Dataset.CONTENT_SYNC);
    }

    private TextTable datasets() {
        TextTable table = new TextTable(List.of(
                Column.text("Dataset"),
                Column.number("Rows"),
                Column.number("Inserted"),
                Column.number("Updated"),
                Column.number("Unchanged"),
                Column.number("Removed"),
                Column.text("")));
        for (DatasetSummary dataset : report.datasets()) {
            table.row(List.of(
                    dataset.dataset().id(),
                    number(dataset.rowCount()),
                    number(dataset.counts().inserted()),
                    number(dataset.counts().updated()),
                    number(dataset.counts().unchanged()),
                    number(dataset.counts().removed()),
                    incomplete(dataset)));
        }
        return table;
    }

    private static String incomplete(DatasetSummary dataset) {
        List<String> parts = new ArrayList<>();
        if (dataset.failed() > 0) {
            parts.add(
                    dataset.dataset().isUserData()
                            ? "failed for " + Repairs.counted(dataset.failed(), "user")
                            : "failed");
        }
        if (dataset.skipped() > 0) {
            parts.add("skipped for " + Repairs.counted(dataset.skipped(), "user"));
        }
        if (dataset.held() > 0) {
            parts.add(Repairs.counted(dataset.held(), "row") + " missing, but kept");
        }
        return String.join(", ", parts);
    }

    private String users() {
        UserCounts users = report.users();
        if (users.users() == 0 && report.run().isOwnPass()) {
            return report.datasets().isEmpty()
                    ? "Nothing had to be asked for: what was chosen is fresh. To ask all the same: --full"
                    : "No users were asked for.";
        }
        if (users.users() == 0 && report.run().verdict().filter(ENDED::contains).isEmpty()) {
            return "It did not come to the users.";
        }
        if (users.users() == 0) {
            return "No users with a grant. Import consents: qfsync users import FILE";
        }
        List<String> parts = new ArrayList<>(List.of(number(users.done()) + " synced"));
        add(parts, users.waiting(), "set aside");
        add(parts, users.failed(), "failed");
        add(parts, users.pending(), "not come to");
        return Repairs.counted(users.users(), "user") + ": " + String.join(", ", parts);
    }

    private static void add(List<String> parts, long count, String words) {
        if (count > 0) {
            parts.add(number(count) + " " + words);
        }
    }

    private void section(List<String> lines, String title, List<Repair> repairs) {
        if (repairs.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(title);
        for (Repair repair : repairs) {
            lines.add("  " + DisplayText.of(repair.title()));
            lines.add("    " + DisplayText.of(repair.hint()));
            commands(repair).forEach(command -> lines.add(COMMAND + DisplayText.of(command)));
            repair.subs().stream().limit(mostSubs).forEach(sub -> lines.add("      " + DisplayText.of(sub)));
            long more = repair.users() - Math.min(repair.subs().size(), mostSubs);
            if (more > 0) {
                lines.add("      and " + number(more) + " more: "
                        + Remedies.show(report.run().id()));
            }
        }
    }

    private void lapsing(List<String> lines) {
        if (consents.lapsing().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("About to lapse, because nothing has refreshed them for long (see qfsync users list):");
        for (ConsentNotes.Lapsing grant :
                consents.lapsing().stream().limit(mostSubs).toList()) {
            lines.add("  " + DisplayText.of(grant.sub()) + "  " + grant.state() + ", last refreshed "
                    + grant.rotatedAt().truncatedTo(ChronoUnit.SECONDS));
        }
        if (consents.lapsing().size() > mostSubs) {
            lines.add("  and more");
        }
    }

    private void drift(List<String> lines) {
        if (report.drift().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("Not known to this version in the answers of Quran Foundation (nothing is lost; ops.schema_drift):");
        report.drift().stream().limit(mostSubs).forEach(note -> lines.add("  " + note.words()));
        if (report.drift().size() > mostSubs) {
            lines.add("  and " + number(report.drift().size() - mostSubs) + " more: "
                    + Remedies.show(report.run().id()));
        }
    }

    private void skipped(List<String> lines) {
        List<Repair> repairs = Repairs.ofDatasets(report);
        if (repairs.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("Not synced:");
        repairs.forEach(repair -> lines.add("  " + repair.title() + ": " + DisplayText.of(repair.hint())));
        repairs.stream().flatMap(this::commands).distinct().forEach(command -> lines.add(COMMAND + command));
    }

    private void held(List<String> lines) {
        Repairs.ofLosses(report).ifPresent(repair -> {
            lines.add("");
            lines.add("Missing in the listings, too much at once to be believed: kept until you decide"
                    + " (this does not spoil the verdict):");
            report.held().stream().limit(mostSubs).forEach(hold -> lines.add("  " + HeldLoss.words(hold)));
            if (report.held().size() > mostSubs) {
                lines.add("  and " + number(report.held().size() - mostSubs) + " more: " + Remedies.HOLDS);
            }
            lines.add("  " + repair.hint());
        });
    }
}
