package org.qfsync.cli;

import picocli.CommandLine.Command;

/** What concerns users' consents; the work is in its subcommands. */
@Command(
        name = "users",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Imports, shows, sets aside, ends and erases the consents of users.",
        footerHeading = "%nExample:%n",
        footer = "  qfsync users import consents.jsonl && qfsync users list")
final class UsersCommand {}
