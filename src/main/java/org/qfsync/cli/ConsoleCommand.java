package org.qfsync.cli;

import picocli.CommandLine.Command;

/** What concerns the console of the daemon; the work is in its subcommands. */
@Command(
        name = "console",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "The console is served by qfsync daemon, at http://127.0.0.1:8090 unless QFSYNC_CONSOLE_PORT,"
                    + " QFSYNC_CONSOLE_ADDRESS or QFSYNC_CONSOLE_BASE_URL say something else."
        },
        footerHeading = "%nExample:%n",
        footer = "  qfsync console hash     what the configuration holds of a password")
final class ConsoleCommand {}
