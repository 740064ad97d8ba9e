package org.qfsync.cli;

import picocli.CommandLine.Command;

/** What concerns the keys that tokens are sealed with; the work is in its subcommands. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Shows and changes the keys that users' tokens are sealed with. They are in the keyset: a file, or the"
                    + " variable QFSYNC_KEYSET. No command ever prints a key; what is shown of one is its id."
        },
        footerHeading = "%nTo change the key, with runs and daemons going on (PostgreSQL) or between them (H2):%n",
        footer = {
            "  qfsync keys rotate     a new key seals; everything is sealed anew",
            "                         back up the keyset",
            "  qfsync keys retire     the old key goes, when nothing needs it any more"
        })
final class KeysCommand {}
