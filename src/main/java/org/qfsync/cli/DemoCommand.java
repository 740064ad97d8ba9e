package org.qfsync.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.qfsync.domain.Home;
import org.qfsync.job.RunResult.End;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows a newcomer a whole night, then the next one, against a simulated Quran Foundation. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a whole night against a simulated Quran Foundation with 25 users, in a folder of its own. Three of them"
                    + " are in trouble with their consents; it tells what was done about each. Run it again to see the"
                    + " next night: a little has changed, one user withdrew consent.",
            "Needs no account and no network."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  qfsync demo           the next night", "  qfsync demo --reset   start over"})
final class DemoCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Option(names = "--reset", description = "Forget the earlier nights first.")
    private boolean reset;

    DemoCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() throws java.io.IOException {
        around.stop().onStop(() -> around.screen().err().println("Stopping after the users in flight ..."));
        try (DemoHome home = DemoHome.open(Home.of(around.environment()), reset)) {
            DemoNight.Outcome outcome = new DemoNight(home, root, around).play();
            if (outcome.end() == End.NOTHING_TO_DO) {
                // Its end was not noted: that process died in the last moment. On to the next one.
                outcome = new DemoNight(home, root, around).play();
            }
            next(home, outcome);
            return ExitCodes.of(outcome.end());
        }
    }

    private void next(DemoHome home, DemoNight.Outcome outcome) {
        PrintWriter out = around.screen().out();
        String qfsync = around.command();
        String here = home.command(qfsync);
        out.println();
        if (outcome.end() != End.COMPLETED) {
            out.println("Next: " + qfsync + " demo   (takes up what is left)");
            return;
        }
        out.println(around.screen().bold("What to type next"));
        lines(List.of(
                        qfsync + " demo",
                        "    the next night: only what changed is written",
                        here + " runs show " + outcome.runId(),
                        here + " users list",
                        here + " query",
                        "    look around in the demo's database",
                        qfsync + " check",
                        "    with an account of your own: tells what is still missing"))
                .forEach(out::println);
    }

    private static List<String> lines(List<String> commands) {
        return commands.stream().map(line -> "  " + line).toList();
    }
}
