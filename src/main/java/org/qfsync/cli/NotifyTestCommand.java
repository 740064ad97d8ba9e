package org.qfsync.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.notify.Notifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends a message that says that it is a test. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Sends a message that says that it is a test over each channel that is configured, and tells whether it was"
                    + " taken. Works beside a daemon.",
            "The heartbeat is pinged as after a night that went well: its service knows no tests."
        },
        footerHeading = "%nExit code 4 if a channel did not take it, 78 if none is configured. Examples:%n",
        footer = {"  qfsync notify test", "  qfsync notify test --channel mail"})
final class NotifyTestCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Option(
            names = "--channel",
            paramLabel = "NAME",
            split = ",",
            description = "Only webhook, slack, mail or heartbeat; may be repeated.")
    private Set<String> chosen = new LinkedHashSet<>();

    NotifyTestCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync notify test")) {
            Notifier notifier = program.get(Notifier.class);
            requireConfigured(notifier.channels());
            boolean allTaken = true;
            for (Notifier.Tested tested : notifier.test(chosen)) {
                around.screen()
                        .out()
                        .println(String.format(
                                Locale.ROOT,
                                "%-4s  %-9s  %s",
                                tested.taken() ? "ok" : "FAIL",
                                tested.channel(),
                                tested.words()));
                allTaken &= tested.taken();
            }
            return allTaken ? ExitCodes.OK : ExitCodes.FAILED;
        }
    }

    private void requireConfigured(List<String> channels) {
        if (channels.isEmpty()) {
            throw new CommandFailedException(
                    "No channel is configured; set QFSYNC_NOTIFY_WEBHOOK_URL, QFSYNC_NOTIFY_SLACK_URL,"
                            + " QFSYNC_NOTIFY_MAIL_TO or QFSYNC_NOTIFY_HEARTBEAT_URL.",
                    ExitCodes.CONFIGURATION);
        }
        chosen.stream().filter(name -> !channels.contains(name)).findFirst().ifPresent(name -> {
            throw new CommandFailedException(
                    "The channel " + name + " is not configured; there is " + String.join(", ", channels) + ".",
                    ExitCodes.USAGE);
        });
    }
}
