package org.qfsync.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: picks the command and turns what comes of it into an exit code. Parsing starts nothing. */
public final class Cli {
    private final CommandLine commandLine;
    private final Screen screen;

    /**
     * Puts the commands together.
     *
     * @param launcher starts the program behind a command
     * @param screen where commands write
     * @param stop how the process is stopped
     * @param environment the process's environment variables
     * @param clock the process's
     */
    public Cli(
            ProgramLauncher launcher, Screen screen, OrderlyStop stop, Map<String, String> environment, Clock clock) {
        this.screen = screen;
        Surroundings around = new Surroundings(launcher, screen, stop, environment, clock);
        RootCommand root = new RootCommand();
        this.commandLine = new CommandLine(root)
                .addSubcommand(new DemoCommand(root, around))
                .addSubcommand(new RunCommand(root, around))
                .addSubcommand(new DaemonCommand(around))
                .addSubcommand(new CommandLine(new UsersCommand())
                        .addSubcommand(new UsersImportCommand(root, around))
                        .addSubcommand(new UsersLoginCommand(root, around))
                        .addSubcommand(new UsersListCommand(root, around))
                        .addSubcommand(new UsersShowCommand(root, around))
                        .addSubcommand(new UsersPauseCommand(root, around))
                        .addSubcommand(new UsersResumeCommand(root, around))
                        .addSubcommand(new UsersReleaseCommand(root, around))
                        .addSubcommand(new UsersDisconnectCommand(root, around))
                        .addSubcommand(new UsersExportCommand(root, around))
                        .addSubcommand(new UsersEraseCommand(root, around))
                        .addSubcommand(new UsersAppKeyCommand(around)))
                .addSubcommand(new AuditCommand(root, around))
                .addSubcommand(runs(root, around))
                .addSubcommand(new CommandLine(new HoldsCommand())
                        .addSubcommand(new HoldsListCommand(root, around))
                        .addSubcommand(new HoldsAcceptCommand(root, around))
                        .addSubcommand(new HoldsRejectCommand(root, around)))
                .addSubcommand(new QueryCommand(root, around))
                .addSubcommand(new ExportCommand(root, around))
                .addSubcommand(new CommandLine(new KeysCommand())
                        .addSubcommand(new KeysStatusCommand(root, around))
                        .addSubcommand(new KeysRotateCommand(root, around))
                        .addSubcommand(new KeysRetireCommand(root, around)))
                .addSubcommand(new CheckCommand(root, around))
                .addSubcommand(new CommandLine(new ScheduleCommand(root, around))
                        .addSubcommand(new ScheduleShowCommand(root, around))
                        .addSubcommand(new SchedulePauseCommand(root, around))
                        .addSubcommand(new ScheduleResumeCommand(root, around))
                        .addSubcommand(new ScheduleNowCommand(root, around)))
                .addSubcommand(new CommandLine(new ConsoleCommand()).addSubcommand(new ConsoleHashCommand(around)))
                .addSubcommand(new MetricsCommand(root, around))
                .addSubcommand(new CommandLine(new NotifyCommand()).addSubcommand(new NotifyTestCommand(root, around)))
                .addSubcommand(new SandboxCommand(around))
                .addSubcommand(new CompletionCommand(around))
                .addSubcommand(new HelpCommand())
                .setOut(screen.out())
                .setErr(screen.err())
                .setColorScheme(Help.defaultColorScheme(screen.hasColours() ? Help.Ansi.ON : Help.Ansi.OFF))
                .registerConverter(LocalDate.class, new NightConverter())
                .registerConverter(Duration.class, new DurationConverter())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(Cli::tellUsage)
                .setExecutionExceptionHandler(new Failures(screen, root));
        HelpPages.complete(commandLine);
    }

    private static CommandLine runs(RootCommand root, Surroundings around) {
        return new CommandLine(new RunsCommand(root, around))
                .addSubcommand(new RunsListCommand(root, around))
                .addSubcommand(new RunsShowCommand(root, around))
                .addSubcommand(new RunsWatchCommand(root, around))
                .addSubcommand(new RunsStopCommand(root, around))
                .addSubcommand(new RunsRestartCommand(root, around))
                .addSubcommand(new RunsRerunCommand(root, around))
                .addSubcommand(new RunsRecoverCommand(root, around))
                .addSubcommand(new RunsDiffCommand(root, around));
    }

    /**
     * Runs the command that the arguments name.
     *
     * @return the exit code for the process
     */
    public int execute(String... args) {
        if (args.length == 0) {
            commandLine.usage(screen.err());
            return ExitCodes.USAGE;
        }
        int code = commandLine.execute(args);
        screen.flush();
        return code;
    }

    /** The commands with their options: for what is written about them. */
    public CommandSpec model() {
        return commandLine.getCommandSpec();
    }

    private static int tellUsage(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println(wrong.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(wrong, command.getErr())) {
            command.getErr().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCodes.USAGE;
    }
}
