package org.qfsync.report;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.qfsync.domain.KnownFailure;

/** The commands that repair what went wrong, as they are typed into a shell. */
public final class Remedies {
    /** Tries out all that a night needs. */
    public static final String CHECK = "qfsync check";

    /** Lets a user consent again. */
    public static final String CONSENT_AGAIN = "qfsync users login";

    /** Goes on with the night as far as it is open. */
    public static final String RUN = "qfsync run";

    /** Goes on with an earlier night, or repeats what it left open. */
    static String run(LocalDate night) {
        return RUN + " --for " + night;
    }

    /** Shows the losses that wait for a decision. */
    public static final String HOLDS = "qfsync holds list";

    private static final int MOST_NAMED = 5;
    private static final Set<String> CONSENT_IS_GONE = Set.of("in_doubt_exhausted", "reauth_required");

    /** What a run meets alike again, unless somebody looks at the settings or the network before. */
    private static final Set<KnownFailure> CHECK_FIRST = EnumSet.of(
            KnownFailure.INVALID_CLIENT,
            KnownFailure.UNAUTHORIZED_CLIENT,
            KnownFailure.UNAUTHORIZED,
            KnownFailure.FORBIDDEN,
            KnownFailure.NOT_FOUND,
            KnownFailure.HTML_ERROR_PAGE,
            KnownFailure.TLS_FAILED,
            KnownFailure.UNREACHABLE);

    private Remedies() {}

    /** Shows all of a run. */
    public static String show(long runId) {
        return "qfsync runs show " + runId;
    }

    /** Goes on with a run that failed, was stopped or was killed. */
    public static String restart(long runId) {
        return "qfsync runs restart " + runId;
    }

    /** Puts in order what a run left behind whose process died. */
    public static String recover() {
        return "qfsync runs recover";
    }

    /** Asks the run under way to stop. */
    public static String stop() {
        return "qfsync runs stop";
    }

    /** Follows the run under way. */
    public static String watch() {
        return "qfsync runs watch";
    }

    /** Repeats everything of a run that is still open. */
    public static String rerunFailed(long runId) {
        return "qfsync runs rerun " + runId + " --failed";
    }

    /** Repeats what a run left open for that reason. */
    public static String rerun(long runId, String cause) {
        return "qfsync runs rerun " + runId + " --cause " + word(cause);
    }

    /** Repeats what a run left open of those datasets. */
    static String rerun(long runId, List<String> datasets) {
        return "qfsync runs rerun " + runId + " --dataset " + String.join(",", datasets);
    }

    /** True if it looks for a run, or what a run noted, in the database. */
    static boolean isAboutStored(String command) {
        return command.startsWith("qfsync runs ") || command.equals(HOLDS);
    }

    /** Ends the pause of a user. */
    public static String resume(String sub) {
        return "qfsync users resume " + word(sub);
    }

    /** Lets go of a grant that is held back. */
    public static String release(String sub) {
        return "qfsync users release " + word(sub);
    }

    /** True if the user, and nobody else, can mend it: by consenting again. */
    static boolean mustConsentAgain(String cause) {
        return CONSENT_IS_GONE.contains(cause)
                || KnownFailure.of(cause)
                        .filter(row -> row == KnownFailure.INVALID_GRANT || row == KnownFailure.UNAUTHORIZED)
                        .isPresent();
    }

    /** For users who failed in a run. */
    static List<String> ofFailed(long runId, String cause) {
        Stream<String> check =
                KnownFailure.of(cause).filter(CHECK_FIRST::contains).isPresent() ? Stream.of(CHECK) : Stream.empty();
        return Stream.concat(check, Stream.of(rerun(runId, cause))).toList();
    }

    /** For users whom a run set aside: whoever has been let go of is then synced. */
    static List<String> ofSetAside(long runId, OpenUsers group) {
        String cause = group.errorClass();
        if (mustConsentAgain(cause)) {
            return List.of(CONSENT_AGAIN, rerun(runId, cause));
        }
        return switch (cause) {
            case "revoked" -> List.of();
            case "paused" -> each(group, Remedies::resume, "paused", runId);
            case "quarantined" -> each(group, Remedies::release, "quarantined", runId);
            default -> List.of(rerun(runId, cause));
        };
    }

    private static List<String> each(
            OpenUsers group, java.util.function.UnaryOperator<String> command, String state, long runId) {
        Stream<String> first = group.users() > Math.min(MOST_NAMED, group.subs().size())
                ? Stream.of("qfsync users list --state " + state)
                : group.subs().stream().map(command);
        return Stream.concat(first, Stream.of(rerun(runId, group.errorClass()))).toList();
    }

    /** For a run that failed as a whole. */
    static List<String> ofRun(long runId, Optional<String> code) {
        return code.equals(Optional.of(Repairs.PROCESS_DIED))
                ? List.of(restart(runId))
                : List.of(CHECK, restart(runId));
    }

    /** A word as a shell reads it: what is more than letters, digits and a few signs is quoted. */
    static String word(String text) {
        return text.matches("[A-Za-z0-9_.:@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
