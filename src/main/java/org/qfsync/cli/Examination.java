package org.qfsync.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.qfsync.cli.Finding.Status;
import org.qfsync.domain.SyncException;

/** Tries out one thing after the other: a failure is a finding, and the next thing's turn comes all the same. */
final class Examination {
    private final List<Finding> findings = new ArrayList<>();

    /**
     * Tries one thing.
     *
     * @return false if it failed
     */
    boolean examine(String id, Supplier<Finding> look) {
        try {
            Finding found = look.get();
            findings.add(found);
            return found.status() != Status.FAIL;
        } catch (RuntimeException e) {
            failed(id, e);
            return false;
        }
    }

    /** Notes that something could not be tried. */
    void skip(String why, String... ids) {
        for (String id : ids) {
            findings.add(Finding.skip(id, why));
        }
    }

    void add(Finding finding) {
        findings.add(finding);
    }

    /** Notes a failure; of several reasons each is a finding of its own. */
    void failed(String id, RuntimeException e) {
        if (e instanceof SyncException failure) {
            findings.add(Finding.fail(id, failure.getMessage(), failure.hint()));
            return;
        }
        Failures.Told told = Failures.tell(e);
        told.lines().forEach(line -> findings.add(new Finding(id, Status.FAIL, line, "", told.exitCode())));
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** The worst that was found; what was not tried is no trouble of its own. */
    Status worst() {
        return findings.stream()
                .map(Finding::status)
                .filter(status -> status != Status.SKIP)
                .max(java.util.Comparator.naturalOrder())
                .orElse(Status.OK);
    }

    /** The first failure's. */
    int exitCode() {
        return findings.stream()
                .mapToInt(Finding::exitCode)
                .filter(code -> code != ExitCodes.OK)
                .findFirst()
                .orElse(ExitCodes.OK);
    }
}
