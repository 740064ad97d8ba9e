package org.qfsync.token;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a row of {@code ops.user_grant}. */
final class GrantRow {
    private GrantRow() {}

    static Grant read(ResultSet row) throws SQLException {
        return new Grant(
                row.getString("client_id"),
                row.getString("sub"),
                GrantState.valueOf(row.getString("state")),
                row.getLong("generation"),
                Arrays.stream(row.getString("scopes").split(" "))
                        .filter(scope -> !scope.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                Optional.ofNullable(row.getBytes("refresh_token_sealed")).map(SealedToken::new),
                Optional.ofNullable(row.getBytes("access_token_sealed")).map(SealedToken::new),
                instant(row, "access_token_expires_at"),
                instant(row, "obtained_at"),
                instant(row, "refreshed_at"),
                instant(row, "last_used_at"),
                Optional.ofNullable(row.getString("attempt_id")),
                row.getBoolean("lease_live"),
                instant(row, "lease_until"),
                row.getInt("replay_count"),
                row.getInt("failure_count"),
                instant(row, "next_attempt_at"),
                Optional.ofNullable(row.getString("last_error_code")),
                Optional.ofNullable(row.getObject("last_error_status", Integer.class)),
                instant(row, "paused_at"),
                instant(row, "quarantined_at"),
                instant(row, "withdrawn_at"),
                instant(row, "erase_at"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
