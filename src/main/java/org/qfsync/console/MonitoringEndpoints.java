package org.qfsync.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.qfsync.report.HealthGroup;
import org.qfsync.report.Monitoring;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/**
 * What machines ask, at the addresses that they expect of Spring Boot: {@code /actuator/prometheus} and {@code
 * /actuator/health/GROUP}, 200 for UP and 503 for DOWN. Whoever may not look is told the bare status.
 */
@Controller
final class MonitoringEndpoints {
    private final Monitoring monitoring;

    MonitoringEndpoints(Monitoring monitoring) {
        this.monitoring = monitoring;
    }

    @GetMapping("/actuator/prometheus")
    ResponseEntity<String> prometheus() {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, Monitoring.CONTENT_TYPE)
                .body(monitoring.scrape());
    }

    @GetMapping("/actuator/health")
    ResponseEntity<Map<String, Object>> health(HttpServletRequest request) {
        return answer(HealthGroup.READINESS, request);
    }

    @GetMapping("/actuator/health/{group}")
    ResponseEntity<Map<String, Object>> health(@PathVariable String group, HttpServletRequest request) {
        return answer(
                HealthGroup.of(group)
                        .orElseThrow(() -> new ResponseStatusException(
                                HttpStatus.NOT_FOUND, "Ask for liveness, readiness or freshness.")),
                request);
    }

    private ResponseEntity<Map<String, Object>> answer(HealthGroup group, HttpServletRequest request) {
        Health health = monitoring.health(group);
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("status", health.getStatus().getCode());
        if (request.isUserInRole(ConsoleSecurity.READER)) {
            told.put("details", health.getDetails());
        }
        return ResponseEntity.status(health.getStatus().equals(Status.UP) ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(told);
    }
}
