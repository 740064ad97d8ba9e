package org.qfsync.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.consent.Erasure;
import org.qfsync.consent.ErasureReceipt;
import org.qfsync.report.TextTable;
import org.qfsync.token.Actor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes a user for good. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = {
            "Deletes a user at once and for good: withdraws the consent, then deletes every row of theirs from every"
                    + " table, history and results included. Works without the authorization server, too.",
            "Prints a receipt (JSON) that holds no personal data but a fingerprint of the sub."
        },
        footerHeading = "%nExit code 2 if nothing was held of such a user. Examples:%n",
        footer = {
            "  qfsync users erase 3f0c1a52-77aa-4c7e-9d5e-6f2f5a1e0b11",
            "  qfsync users erase SUB --yes --receipt erased-2026-10-04.json"
        })
final class UsersEraseCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Parameters(paramLabel = "SUB", description = "The user, as qfsync users list names them.")
    private String sub = "";

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--receipt", paramLabel = "FILE", description = "Keep the receipt in this new file, too.")
    private @Nullable Path receiptFile;

    UsersEraseCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        new Confirmation(around.screen())
                .require(
                        List.of("All that is held of user " + sub + " will be deleted. This cannot be undone."),
                        "erase",
                        yes);
        if (receiptFile == null) {
            return erase(receipt -> {});
        }
        // Prepared first: after the erasure a receipt that cannot be written could not be had again.
        try (NewPrivateFile file = NewPrivateFile.at(receiptFile)) {
            return erase(receipt -> {
                file.writer().println(receipt.toJson());
                file.keep();
            });
        }
    }

    private int erase(Consumer<ErasureReceipt> keeper) {
        try (Program program = around.start(root, "qfsync users erase")) {
            ErasureReceipt receipt = program.get(Erasure.class).erase(sub, Actor.operator());
            if (!receipt.hadGrant() && receipt.rows() == 0) {
                throw GrantOf.nothingHeld(sub, around);
            }
            around.screen().out().println(receipt.toJson());
            keeper.accept(receipt);
            tell(receipt);
            return ExitCodes.OK;
        }
    }

    private void tell(ErasureReceipt receipt) {
        PrintWriter err = around.screen().err();
        err.println("Erased: " + TextTable.number(receipt.rows()) + " rows"
                + (receipt.hadGrant() ? " and the grant." : "; there was no grant."));
        err.println(UsersDisconnectCommand.upstream(receipt.upstream()));
    }
}
