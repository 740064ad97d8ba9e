package org.qfsync.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.qfsync.enrolment.ApplicationKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a key with which an application may bring consents. Nothing is started and nothing is stored. */
@Command(
        name = "app-key",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a key with which an application of yours may bring the consents that users gave in it"
                    + " (POST /api/consents/exchange of qfsync daemon).",
            "The key is shown this once and kept nowhere: give it to the application. The configuration holds a hash"
                    + " of it."
        },
        footerHeading = "%nExample:%n",
        footer = "  qfsync users app-key mobile-app")
final class UsersAppKeyCommand implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "What the application is called in the audit.")
    private String name = "";

    UsersAppKeyCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        if (!ApplicationKey.isName(name)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "NAME: expected up to 63 letters, digits, '.', '_' or '-', a letter or digit first");
        }
        ApplicationKey key = ApplicationKey.generate(name);
        PrintWriter err = around.screen().err();
        err.println("The key, for the application's backend (Authorization: Bearer KEY); it is not shown again:");
        err.flush();
        around.screen().out().println(key.key().reveal());
        around.screen().out().flush();
        err.println("What the configuration of the daemon holds of it, after those of other applications and a comma:");
        err.println("QFSYNC_ENROLMENT_APPLICATION_KEYS=" + key.entry());
        return ExitCodes.OK;
    }
}
