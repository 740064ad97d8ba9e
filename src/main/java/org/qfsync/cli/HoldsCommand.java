package org.qfsync.cli;

import picocli.CommandLine.Command;

/** What concerns losses that are held back; the work is in its subcommands. */
@Command(
        name = "holds",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Shows and settles losses that are held back: rows that complete listings no longer had, too many at once to"
                    + " be believed (more than half of a user's dataset of over 20 rows, or more than 5 %% and over 100"
                    + " rows of a table). Until you decide, the rows stay as they are, and all else goes on."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  qfsync holds list      what is missing, and of whom",
            "  qfsync holds accept 3  it really is gone",
            "  qfsync holds reject 3  it is not: keep the rows"
        })
final class HoldsCommand {}
