package org.qfsync.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Quirk;
import org.qfsync.sandbox.Sandbox;

@Tag("deep")
class KilledRunOnH2Test extends KilledRunContract {
    @Override
    Map<String, String> database() {
        return Map.of();
    }

    @Test
    void whomTheKillCaughtInARefreshIsToldByName() throws Exception {
        try (Sandbox sandbox = Sandbox.start(OPTIONS)) {
            catchInARefresh(sandbox);
            assertThat(sandbox.stats().refreshTokenReuses())
                    .as("introspection told it")
                    .isZero();
        }
    }

    @Test
    void withoutIntrospectionItsTokenIsPresentedOnceMore() throws Exception {
        try (Sandbox sandbox = Sandbox.start(OPTIONS.withQuirks(Quirk.INTROSPECTION_BLOCKED))) {
            Set<String> named = catchInARefresh(sandbox);
            assertThat(sandbox.stats().refreshTokenReuses())
                    .as("once for each who is named; one had withdrawn consent before")
                    .isEqualTo(named.size() - 1L);
        }
    }

    private Set<String> catchInARefresh(Sandbox sandbox) throws Exception {
        String caught = sandbox.subs().skip(12).findFirst().orElseThrow();
        sandbox.addFault(FaultRule.parse("token:slow=1,delay=800ms,times=1").forSub(caught));
        Deployed deployed = deploy(sandbox);
        try (QfsyncProcess killed = deployed.run()) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> sandbox.stats().faults() > 0 || !killed.isAlive());
            killed.kill();
        }
        await().atMost(PATIENCE).until(() -> sandbox.stats().refreshesBySub().containsKey(caught));
        try (QfsyncProcess resumed = deployed.run()) {
            assertThat(resumed.exitCode()).as(resumed.output()).isZero();
            assertThat(resumed.output()).contains(caught);
        }
        Set<String> named = lostToTheKill(deployed);
        assertThat(named).contains(caught);
        assertThat(deployed.query("SELECT hint FROM ops.user_run WHERE sub = '" + caught + "'"))
                .singleElement()
                .asString()
                .contains("consent");
        assertSameAsUndisturbed(deployed, named);
        return named;
    }

    @Test
    void aRunKilledAmongTheVersesGoesOnAfterTheLastStoredChapter() throws Exception {
        try (Sandbox sandbox = Sandbox.start(OPTIONS.withUsers(0).withLatency(Duration.ofMillis(150)))) {
            Deployed deployed = deploy(sandbox);
            try (QfsyncProcess killed = deployed.run()) {
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> sandbox.stats().route("content/verses") >= 100 || !killed.isAlive());
                killed.kill();
            }
            int chapters = Integer.parseInt(deployed.query("SELECT COUNT(DISTINCT chapter_id) FROM qf.verse")
                    .get(0));
            assertThat(chapters).as("killed in the middle").isBetween(1, 113);
            sandbox.resetStats();
            try (QfsyncProcess resumed = deployed.run()) {
                assertThat(resumed.exitCode()).as(resumed.output()).isZero();
            }
            assertThat(sandbox.stats().route("content/verses"))
                    .as("190 pages are all, and the last chapters have one each")
                    .isLessThanOrEqualTo(pagesAfter(deployed, chapters - 4));
            Map<String, List<String>> stored = deployed.stored();
            for (String table : List.of("qf.chapter", "qf.verse")) {
                assertThat(firstDifference(Undisturbed.stored().get(table), stored.get(table)))
                        .as(table)
                        .isEmpty();
            }
        }
    }

    private static long pagesAfter(Deployed deployed, int chapters) {
        return Long.parseLong(deployed.query("SELECT SUM((verses_count + 49) / 50) FROM qf.chapter WHERE chapter_id > "
                        + Math.max(0, chapters))
                .get(0));
    }
}
