package org.qfsync.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists runs, the newest first. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists runs, the newest first. A run without a verdict (OPEN) is under way or was killed.",
        footerHeading = "%nExamples:%n",
        footer = {"  qfsync runs list --limit 5", "  qfsync runs list --format json | jq '.[0].verdict'"})
final class RunsListCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Mixin
    private final RunsListing listing = new RunsListing();

    RunsListCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        return listing.print(root, around);
    }
}
