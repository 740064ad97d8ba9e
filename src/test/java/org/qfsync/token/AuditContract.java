package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.Fingerprint;
import org.qfsync.store.Database;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What happened stays written, and nothing that should not be is. */
abstract class AuditContract extends TokenRig {
    AuditContract(Function<Path, Database> kind) {
        super(kind);
    }

    @Test
    void anEntrySaysWhoDidWhatToWhichGrantAndWhen() {
        tokens.audit().record(new Actor(Actor.Kind.OPERATOR, "amina"), AuditEvent.IMPORTED, Optional.of("a"), "line 3");
        tokens.audit().record(Actor.program("keys"), AuditEvent.KEYS_ROTATED, Optional.empty(), "");

        AuditEntry entry = tokens.audit().newest(2).get(1);
        assertThat(tokens.audit().of("a")).endsWith(entry);
        assertThat(entry.actor()).isEqualTo(new Actor(Actor.Kind.OPERATOR, "amina"));
        assertThat(entry.event()).isEqualTo(AuditEvent.IMPORTED);
        assertThat(entry.userFingerprint()).contains(Fingerprint.longOf("a"));
        assertThat(entry.detail()).isEqualTo("line 3");
        assertThat(entry.happenedAt()).isBetween(time.instant().minusSeconds(5), time.instant());
        assertThat(tokens.audit().newest(1)).singleElement().satisfies(newest -> {
            assertThat(newest.event()).isEqualTo(AuditEvent.KEYS_ROTATED);
            assertThat(newest.userFingerprint()).isEmpty();
            assertThat(newest.number()).isGreaterThan(entry.number());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE ops.audit SET detail = 'another'",
                "DELETE FROM ops.audit",
                "DELETE FROM ops.audit WHERE audit_id < 0",
                "TRUNCATE TABLE ops.audit"
            })
    void theDatabaseRefusesToChangeOrDeleteAnEntry(String statement) {
        tokens.audit().record(Actor.operator(), AuditEvent.EXPORTED, Optional.of("kept"), "");

        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> new JdbcTemplate(opened().dataSource()).execute(statement));

        assertThat(tokens.audit().of("kept")).isNotEmpty();
    }

    @Test
    void anEntryStandsExactlyIfTheChangeAroundItDoes() {
        new TransactionTemplate(new DataSourceTransactionManager(database)).executeWithoutResult(status -> {
            tokens.audit().record(Actor.operator(), AuditEvent.ERASED, Optional.of("rolled back"), "");
            status.setRollbackOnly();
        });

        assertThat(tokens.audit().of("rolled back")).isEmpty();
    }

    @Test
    void aNameOrDetailThatIsTooLongIsCutAndDoesNotFail() {
        tokens.audit()
                .record(
                        Actor.application("x".repeat(999)),
                        AuditEvent.CONSENTED,
                        Optional.of("long"),
                        "y".repeat(5000));

        assertThat(tokens.audit().of("long")).last().satisfies(entry -> {
            assertThat(entry.actor().name()).hasSize(255);
            assertThat(entry.detail()).hasSize(1000);
        });
    }
}
