package org.qfsync.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What machines ask a daemon for, over HTTP, and who gets which answer. */
class ActuatorTest {
    private static final String SCRAPER = "0123456789abcdef0123";

    @TempDir
    static Path home;

    private static ConsoleRig rig;

    @BeforeAll
    static void serve() {
        rig = ConsoleRig.guarded(home, Map.of("QFSYNC_CONSOLE_METRICS_TOKEN", SCRAPER));
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    void aScraperWithTheTokenGetsTheMetrics() {
        Surfer scraper = new Surfer(rig.address());
        assertThat(scraper.get("/actuator/prometheus").statusCode()).isEqualTo(401);

        HttpResponse<String> answer = scraper.get(
                "/actuator/prometheus",
                "Authorization",
                "Bearer " + SCRAPER,
                "Accept",
                "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("").replace(" ", ""))
                .isEqualToIgnoringCase("text/plain;version=0.0.4;charset=utf-8");
        assertThat(answer.body())
                .contains("qfsync_build_info{version=")
                .contains("qfsync_grants{state=\"ACTIVE\"} 2.0\n")
                .contains("qfsync_scrape_error 0.0\n")
                .contains("qfsync_schedule_next_fire_timestamp_seconds ")
                .doesNotContain(SCRAPER);
    }

    @Test
    void anybodyMayAskWhetherItIsWellAndOnlyAReaderWhyNot() {
        Surfer anybody = new Surfer(rig.address());
        Surfer reader = new Surfer(rig.address());
        reader.signIn("reader", ConsoleRig.READER_PASSWORD);
        for (String group : new String[] {"", "/liveness", "/readiness", "/freshness"}) {
            HttpResponse<String> answer = anybody.get("/actuator/health" + group);
            assertThat(answer.statusCode()).as(group).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
        }
        assertThat(details(reader.get("/actuator/health/readiness"))
                        .path("keyset")
                        .stringValue())
                .isEqualTo("opens");
        assertThat(anybody.get("/actuator/health/nonsense").statusCode()).isEqualTo(404);

        JdbcClient jdbc = rig.get(JdbcClient.class);
        jdbc.sql("UPDATE ops.deployment SET created_at = created_at - INTERVAL '27' HOUR")
                .update();
        try {
            // For a few seconds it is told from memory.
            await().until(() -> anybody.get("/actuator/health/freshness").statusCode() == 503);
            HttpResponse<String> answer = anybody.get("/actuator/health/freshness");
            assertThat(answer.body()).isEqualTo("{\"status\":\"DOWN\"}");
            assertThat(details(reader.get("/actuator/health/freshness"))
                            .path("since")
                            .stringValue())
                    .startsWith("no night has begun");
            assertThat(anybody.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        } finally {
            jdbc.sql("UPDATE ops.deployment SET created_at = created_at + INTERVAL '27' HOUR")
                    .update();
        }
    }

    private static JsonNode details(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body()).path("details");
    }
}
