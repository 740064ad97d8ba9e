package org.qfsync.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command before the command; alone it shows what there is. */
@Command(
        name = "qfsync",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        header = "Keeps a local SQL copy of Quran Foundation content and of consenting users' data.",
        description = {
            "",
            "Runs as a command, by hand or by cron, or as a daemon with a schedule of its own. A run converges: typing it"
                    + " again resumes what was interrupted and repeats what failed, and does nothing where nothing is left."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  qfsync demo                  a night against a simulated service, without an account",
            "  qfsync check                 what is still missing, and whether all is well",
            "  qfsync run                   tonight, as far as it is open",
            "  qfsync help users import     all about one command"
        })
final class RootCommand {
    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show log lines and, if something fails, its stack trace.")
    private boolean verbose;

    boolean isVerbose() {
        return verbose;
    }
}
