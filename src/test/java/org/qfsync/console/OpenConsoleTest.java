package org.qfsync.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.SandboxOptions;

/** Without a password, everyone at this machine is operator; a form of another site is still refused. */
class OpenConsoleTest {
    @TempDir
    Path home;

    @Test
    void whoeverIsAtThisMachineMayAct() {
        try (ConsoleRig rig = ConsoleRig.open(home, SandboxOptions.defaults().withUsers(1))) {
            rig.sandbox.addFault(FaultRule.parse("user/bookmarks:404=1"));
            rig.runTonight();
            rig.sandbox.clearFaults();
            Surfer surfer = new Surfer(rig.address());
            assertThat(surfer.get("/").body()).contains("/runs/1/rerun?cause=").doesNotContain("Sign out");
            assertThat(surfer.get("/login").statusCode()).isEqualTo(302);
            assertThat(surfer.get("/actuator/health/readiness").body()).contains("\"keyset\":\"opens\"");
            assertThat(surfer.postWithoutToken("/runs/1/rerun", Map.of()).statusCode())
                    .isEqualTo(403);

            for (String header : List.of("X-Forwarded-For", "Forwarded")) {
                HttpResponse<String> proxied = surfer.get("/", header, "for=203.0.113.1");
                assertThat(proxied.statusCode()).as(header).isEqualTo(403);
                assertThat(proxied.body())
                        .contains("no password and was asked through a proxy", "QFSYNC_CONSOLE_OPERATOR_PASSWORD_HASH");
            }
            assertThat(surfer.get("/actuator/health", "X-Forwarded-For", "203.0.113.1")
                            .statusCode())
                    .as("a probe learns no more than that all is well")
                    .isEqualTo(200);

            surfer.get("/runs/1/rerun");
            HttpResponse<String> answer = surfer.post("/runs/1/rerun", Map.of());

            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(surfer.get("/").body()).contains("The rerun of run 1 begins");
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(surfer.get("/").body())
                            .contains("What became of what was asked here", "is complete"));

            surfer.get("/schedule");
            surfer.post("/schedule/pause", Map.of("reason", "a test"));
            assertThat(surfer.get("/schedule").body()).contains("by <bdi dir=\"auto\">operator</bdi>", "a test");
        }
    }
}
