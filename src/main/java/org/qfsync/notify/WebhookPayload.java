package org.qfsync.notify;

import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * A message as JSON for programs. Names are only ever added as long as the version stays the same; the README
 * describes them.
 *
 * @param id the same whenever the same message is sent again: who has it already may drop it
 * @param level of the worst event
 * @param run empty if no run was read
 */
record WebhookPayload(
        String schema,
        int version,
        String id,
        String sentAt,
        boolean test,
        String environment,
        String level,
        String summary,
        Optional<RunPart> run,
        Optional<URI> page,
        List<EventPart> events) {
    private static final int VERSION = 1;

    static byte[] of(Message message) {
        return JsonMapper.shared()
                .writeValueAsBytes(new WebhookPayload(
                        "qfsync.notification",
                        VERSION,
                        message.id(),
                        message.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                        message.isTest(),
                        message.environment(),
                        message.level().id(),
                        Wording.summary(message),
                        message.run()
                                .map(run -> new RunPart(
                                        run.id(), run.night().toString(), run.pass(), run.kind(), run.verdictWord())),
                        message.page(),
                        message.events().stream().map(EventPart::of).toList()));
    }

    /** The run after which it was written. */
    record RunPart(long id, String night, int pass, String kind, String verdict) {}

    /** One change. */
    record EventPart(
            String id,
            String subject,
            String change,
            String level,
            String since,
            String title,
            long count,
            List<Advice> advice) {
        static EventPart of(Event event) {
            return new EventPart(
                    event.id(),
                    event.subject(),
                    event.change().id(),
                    event.level().id(),
                    event.since().truncatedTo(ChronoUnit.SECONDS).toString(),
                    event.title(),
                    event.count(),
                    event.advice());
        }
    }
}
