package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.cli.OrderlyStop;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;

class LeaseTest {
    @TempDir
    Path home;

    @Test
    void aSecondRunFindsTheLeaseTakenAndAStopEndsTheFirst() throws Exception {
        try (Sandbox sandbox =
                Sandbox.start(SandboxOptions.defaults().withUsers(40).withFaults("user/*:slow=1,delay=400ms"))) {
            CommandSession session = CommandSession.at(sandbox, home);
            session.typeWithInput(sandbox.consentLines().collect(Collectors.joining("\n")), "users", "import", "-");
            OrderlyStop stop = new OrderlyStop();
            CompletableFuture<CommandSession.Typed> first =
                    CompletableFuture.supplyAsync(() -> session.type(stop, "", "run"));
            await().until(() -> sandbox.stats().requests() > 40);

            CommandSession.Typed second = session.type("run");
            stop.request();
            sandbox.clearFaults();

            assertThat(second.code()).isEqualTo(5);
            assertThat(second.err()).contains("Another run is alive").hasLineCount(1);
            assertThat(first.get().code()).isEqualTo(6);
            assertThat(first.get().out()).contains("STOPPED", "resumes after the last stored user");
        }
    }
}
