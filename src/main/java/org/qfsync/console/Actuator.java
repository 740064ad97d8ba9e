package org.qfsync.console;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.qfsync.report.HealthGroup;
import org.qfsync.report.Monitoring;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What machines ask for, at the addresses and in the form that Spring Boot's Actuator made known. Whoever may only ask
 * whether all is well gets no more than that: why it is not is for readers.
 */
@Controller
final class Actuator {
    private final Monitoring monitoring;
    private final HealthMemory memory;

    /** Measuring begins with it. */
    Actuator(Monitoring monitoring, Clock clock) {
        this.monitoring = monitoring;
        this.memory = new HealthMemory(monitoring::health, clock);
    }

    @GetMapping("/actuator/prometheus")
    ResponseEntity<String> prometheus() {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(Monitoring.CONTENT_TYPE))
                .body(monitoring.scrape());
    }

    /** Whether it can do its work; how fresh the copy is does not belong to that. */
    @GetMapping("/actuator/health")
    ResponseEntity<String> health() {
        return answer(HealthGroup.READINESS);
    }

    @GetMapping("/actuator/health/{group}")
    ResponseEntity<String> health(@PathVariable String group) {
        return answer(
                HealthGroup.of(group).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)));
    }

    private ResponseEntity<String> answer(HealthGroup group) {
        Health health = memory.of(group);
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("status", health.getStatus().getCode());
        if (Frame.isSignedIn() && !health.getDetails().isEmpty()) {
            told.put("details", health.getDetails());
        }
        return ResponseEntity.status(
                        health.getStatus().equals(Status.UP) ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .contentType(MediaType.APPLICATION_JSON)
                .body(JsonMapper.shared().writeValueAsString(told));
    }
}
