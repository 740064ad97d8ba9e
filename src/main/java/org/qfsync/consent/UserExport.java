package org.qfsync.consent;

import java.io.Writer;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qfsync.store.UserRows;
import org.qfsync.store.UserTable;
import org.qfsync.token.Actor;
import org.qfsync.token.AuditEntry;
import org.qfsync.token.AuditEvent;
import org.qfsync.token.Grant;
import org.qfsync.token.Tokens;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hands out all that is held of one user, as one JSON document: the grant without its tokens, their rows in every table,
 * results and history included, and what was done to their grant. Written row by row. Thread-safe.
 */
public final class UserExport {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            // What was cut off must not look whole.
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private final Tokens tokens;
    private final UserRows rows;
    private final Clock clock;

    public UserExport(Tokens tokens, UserRows rows, Clock clock) {
        this.tokens = tokens;
        this.rows = rows;
        this.clock = clock;
    }

    /** Whether anything is held of that user. */
    public boolean holdsAnything(String sub) {
        return tokens.vault().find(sub).isPresent()
                || rows.count(sub).values().stream().anyMatch(count -> count > 0);
    }

    /**
     * Writes it, and leaves the writer open.
     *
     * @param who asked for it
     */
    public void write(String sub, Actor who, Writer out) {
        tokens.audit().record(who, AuditEvent.EXPORTED, Optional.of(sub), "");
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringProperty("sub", sub);
            json.writeStringProperty("exported_at", clock.instant().toString());
            json.writePOJOProperty(
                    "grant", tokens.vault().find(sub).map(UserExport::grant).orElse(null));
            json.writeObjectPropertyStart("tables");
            for (UserTable table : rows.tables()) {
                json.writeArrayPropertyStart(table.name());
                rows.read(table, sub, json::writePOJO);
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeArrayPropertyStart("audit");
            tokens.audit().of(sub).forEach(entry -> json.writePOJO(entry(entry)));
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static Map<String, @Nullable Object> grant(Grant grant) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("client_id", grant.clientId());
        fields.put("state", grant.state().name());
        fields.put("scopes", grant.scopes().stream().sorted().toList());
        fields.put("generation", grant.generation());
        fields.put("obtained_at", text(grant.obtainedAt()));
        fields.put("refreshed_at", text(grant.refreshedAt()));
        fields.put("last_used_at", text(grant.lastUsedAt()));
        fields.put("access_token_expires_at", text(grant.accessExpiresAt()));
        fields.put("next_attempt_at", text(grant.nextAttemptAt()));
        fields.put("last_error_code", grant.lastErrorCode().orElse(null));
        fields.put("last_error_status", grant.lastErrorStatus().orElse(null));
        fields.put("paused_at", text(grant.pausedAt()));
        fields.put("quarantined_at", text(grant.quarantinedAt()));
        fields.put("withdrawn_at", text(grant.withdrawnAt()));
        fields.put("erase_at", text(grant.eraseAt()));
        fields.put("tokens", grant.refreshToken().isPresent() ? "held sealed, not handed out" : "none");
        return fields;
    }

    private static Map<String, @Nullable Object> entry(AuditEntry entry) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("happened_at", entry.happenedAt().toString());
        fields.put("actor_kind", entry.actor().kind().name());
        fields.put("event", entry.event().name());
        fields.put("detail", entry.detail());
        return fields;
    }

    private static @Nullable String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }
}
