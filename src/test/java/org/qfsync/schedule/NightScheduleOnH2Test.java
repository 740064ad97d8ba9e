package org.qfsync.schedule;

import java.util.Map;
import org.junit.jupiter.api.Tag;

@Tag("deep")
class NightScheduleOnH2Test extends NightScheduleContract {
    @Override
    Map<String, String> database() {
        return Map.of();
    }
}
