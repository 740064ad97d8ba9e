package org.qfsync.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What all help pages have in common, as a man page has it: exit codes, environment and files. */
final class HelpPages {
    private static final String ENVIRONMENT = "environment";

    /** They run a night or a part of one, and end as it does. */
    private static final Set<String> RUNS = Set.of(
            "qfsync run",
            "qfsync demo",
            "qfsync runs rerun",
            "qfsync runs restart",
            "qfsync runs watch",
            "qfsync runs recover");

    /** There all of it is told; the others point there. */
    private static final Set<String> WHOLE = Set.of("qfsync", "qfsync run", "qfsync daemon", "qfsync check");

    private static final String SURROUNDINGS = """

            Environment (each but QFSYNC_HOME also in the file qfsync.properties, see the README):
              QFSYNC_HOME              where qfsync keeps its files (default: ~/.qfsync)
              QF_ENV                   prelive (default) or production
              QF_CLIENT_ID             our client; with QF_CLIENT_SECRET_FILE or QF_CLIENT_SECRET
              QFSYNC_DB_URL            jdbc:postgresql:... or jdbc:h2:file:... (default: an H2 file in the home)
              QFSYNC_SCHEDULE_CRON     when the daemon runs (default: 0 30 2 * * ?)
              QFSYNC_LOG_LEVEL         of the log (default: INFO)
              NO_COLOR, CLICOLOR_FORCE no colours, or colours also where no terminal is

            Files:
              $QFSYNC_HOME/qfsync.properties     settings
              $QFSYNC_HOME/keyset-ENV.json       the keys of all stored tokens: back it up apart from the database
              $QFSYNC_HOME/ENV.mv.db             the H2 database
              $QFSYNC_HOME/logs/qfsync.log       what commands did; stack traces of what failed unexpectedly
            """;

    private static final String POINTER = """

            Environment and files: qfsync --help
            """;

    private HelpPages() {}

    /** Completes the pages of a command and of all below it. */
    static void complete(CommandLine command) {
        exitCodes(command);
        List<String> sections = new ArrayList<>(command.getHelpSectionKeys());
        sections.add(ENVIRONMENT);
        // Both reach down to all subcommands.
        command.setHelpSectionKeys(sections);
        Map<String, IHelpSectionRenderer> renderers = new HashMap<>(command.getHelpSectionMap());
        renderers.put(ENVIRONMENT, help -> WHOLE.contains(help.commandSpec().qualifiedName()) ? SURROUNDINGS : POINTER);
        command.setHelpSectionMap(renderers);
    }

    private static void exitCodes(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        UsageMessageSpec usage = spec.usageMessage();
        if (usage.exitCodeList().isEmpty()) {
            usage.exitCodeListHeading("%nExit codes:%n");
            usage.exitCodeList(codes(spec.qualifiedName()));
        }
        command.getSubcommands().values().forEach(HelpPages::exitCodes);
    }

    private static Map<String, String> codes(String command) {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "done, or nothing to do");
        codes.put("2", "the command line is wrong, or names what is not there; nothing was done");
        if (RUNS.contains(command) || command.equals("qfsync")) {
            codes.put("3", "some users or datasets failed; what is stored is consistent, the next run repeats them");
        }
        codes.put("4", "failed; the message says why and what to do");
        codes.put("5", "another run is alive, or another process has the H2 file");
        if (RUNS.contains(command) || command.equals("qfsync")) {
            codes.put("6", "stopped after the users in flight; the next run resumes");
        }
        codes.put("78", "the configuration, the keyset or the database's identity is wrong");
        return codes;
    }
}
