package org.qfsync.notify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qfsync.report.Repair;
import org.qfsync.report.RunReport;

/**
 * All that there is to tell from after a run.
 *
 * @param repairs what is wrong and what to do, from the report
 * @param clientId whose grants are looked at
 * @param unusedSince a grant that was last rotated before is about to lapse
 * @param secret how old the client secret is; empty if this run did not use one
 */
public record RunNews(
        RunReport report, List<Repair> repairs, String clientId, Instant unusedSince, Optional<SecretAge> secret) {
    public RunNews {
        repairs = List.copyOf(repairs);
    }

    /** What to do, without the users that it is about. */
    List<Advice> advice() {
        return repairs.stream().map(Advice::of).toList();
    }

    /**
     * Of the client secret in use.
     *
     * @param fingerprint which one
     * @param due true if it should be replaced
     * @param words for people: how old it is, and what to do
     */
    public record SecretAge(String fingerprint, boolean due, String words) {}
}
