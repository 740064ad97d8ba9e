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
        footerHeading = "%nTry it without an account:  qfsync demo%n",
        footer = {
            "",
            "Exit codes: 0 done, 2 usage, 3 some users or datasets failed, 4 failed, 5 another run is alive,",
            "6 stopped (resumes), 78 configuration."
        })
final class RootCommand {
    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show log lines and, if something fails, where.")
    private boolean verbose;

    boolean isVerbose() {
        return verbose;
    }
}
