package org.qfsync.schedule;

import java.util.Map;

class NightScheduleOnH2Test extends NightScheduleContract {
    @Override
    Map<String, String> database() {
        return Map.of();
    }
}
