package org.qfsync.cli;

import picocli.CommandLine.Command;

/** What concerns telling people; the work is in its subcommands. */
@Command(
        name = "notify",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "People are told at the end of a run when something turned bad, worse or good again, over the channels that"
                    + " QFSYNC_NOTIFY_WEBHOOK_URL, QFSYNC_NOTIFY_SLACK_URL, QFSYNC_NOTIFY_MAIL_TO and"
                    + " QFSYNC_NOTIFY_HEARTBEAT_URL name."
        },
        footerHeading = "%nExample:%n",
        footer = "  qfsync notify test     does each channel take a message?")
final class NotifyCommand {}
