package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.PrivateFiles;
import org.qfsync.domain.ReauthorizeException;
import org.qfsync.domain.SystemicException;
import org.qfsync.store.Database;

/** Databases that were restored, copied, exchanged or merely crashed, and what becomes of their grants. */
abstract class CustodyContract extends TokenRig {
    private static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "amina");

    CustodyContract(Function<Path, Database> kind) {
        super(kind);
    }

    @AfterEach
    void dropBackup() {
        sql("DROP TABLE IF EXISTS ops.backup_grant").update();
        sql("DROP TABLE IF EXISTS ops.backup_deployment").update();
    }

    @Test
    void theGrantsOfARestoredDatabaseAreHeldBackUntilTheServerWasAskedAboutEach() {
        consented("rotated since");
        consented("still good");
        backUp();
        time.pass(Duration.ofHours(2));
        current(tokens, "rotated since");
        restore();
        int posts = server.posts();

        Tokens found = begun(process());

        for (String sub : List.of("rotated since", "still good")) {
            assertThat(grant(sub).state()).isEqualTo(GrantState.QUARANTINED);
            assertThatExceptionOfType(ReauthorizeException.class)
                    .isThrownBy(() -> current(found, sub))
                    .satisfies(e -> assertThat(e.hint()).contains("restored or copied", "qfsync users release SUB"));
            assertThat(found.audit().of(sub))
                    .last()
                    .extracting(AuditEntry::event, AuditEntry::detail)
                    .containsExactly(
                            AuditEvent.QUARANTINED,
                            "this database is older than it was: it was restored from a backup");
        }
        server.introspectWith(this::introspect);
        assertThat(found.quarantineReview().review(() -> false)).isZero();

        assertThat(server.posts()).as("asking rotates nothing").isEqualTo(posts);
        assertThat(grant("rotated since").state()).isEqualTo(GrantState.REAUTH_REQUIRED);
        assertThat(current(found, "still good").generation()).isEqualTo(1);
        assertThat(server.rotation.isCurrent(storedRefreshToken("still good"))).isTrue();
        assertThat(found.audit().of("still good"))
                .extracting(AuditEntry::event)
                .endsWith(AuditEvent.QUARANTINED, AuditEvent.RELEASED);
    }

    @Test
    void whatTheServerDoesNotTellStaysHeldBackUntilAnOperatorReleasesIt() {
        consented("a");
        consented("b");
        backUp();
        consented("c");
        time.pass(Duration.ofHours(2));
        current(tokens, "c");
        restore();

        Tokens found = begun(process());
        assertThat(found.quarantineReview().review(() -> false)).isEqualTo(2);

        assertThat(server.requestsTo("/oauth2/introspect"))
                .as("one silence is enough")
                .isEqualTo(1);
        assertThat(begun(process()).quarantineReview().review(() -> true))
                .as("a later start changes nothing, and one that is to stop asks nothing")
                .isEqualTo(2);
        assertThat(server.requestsTo("/oauth2/introspect")).isEqualTo(1);
        assertThat(found.lifecycle().release(Optional.of("a"), OPERATOR)).isEqualTo(1);
        assertThat(current(found, "a").generation()).isEqualTo(1);
        assertThat(grant("b").state()).isEqualTo(GrantState.QUARANTINED);
    }

    @Test
    void aCopyUsedWithAnotherHomeHoldsBackWhatTheServerStillKnowsBecauseTheOriginalMayBeInUse() throws IOException {
        consented("a");
        String spent = consented("spent");
        Files.delete(mark());
        server.introspectWith(this::introspect);
        server.rotation.rotate(spent);

        Tokens copy = begun(process());
        assertThat(copy.quarantineReview().review(() -> false)).isEqualTo(1);

        assertThat(grant("spent").state()).isEqualTo(GrantState.REAUTH_REQUIRED);
        assertThat(grant("a").state()).isEqualTo(GrantState.QUARANTINED);
        assertThatExceptionOfType(ReauthorizeException.class).isThrownBy(() -> current(copy, "a"));
        assertThat(server.posts()).isZero();
        assertThat(copy.lifecycle().release(Optional.empty(), OPERATOR)).isEqualTo(1);
        assertThat(current(copy, "a").generation()).isEqualTo(1);
    }

    @Test
    void whoOnlyLooksFromAHomeThatNeverSawTheDatabaseHoldsNothingBackAndWhoChangesAGrantDoes() throws IOException {
        consented("a");
        consented("b");
        Files.delete(mark());

        Tokens elsewhere = process();
        assertThat(elsewhere.vault().list()).hasSize(2);
        assertThat(elsewhere.audit().newest(10)).isNotEmpty();
        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
        assertThat(mark()).doesNotExist();

        elsewhere.lifecycle().pause("a", OPERATOR);
        assertThat(grant("b").state()).isEqualTo(GrantState.QUARANTINED);
    }

    @Test
    void aDatabaseThatWasCopiedTogetherWithItsHomeIsKnownByItsPlace() {
        consented("a");

        begun(processAt("somewhere else"));

        assertThat(grant("a").state()).isEqualTo(GrantState.QUARANTINED);
        assertThat(grant("a").lastErrorCode()).contains("database_copied");
    }

    @Test
    void anotherDatabaseInThePlaceOfTheOneThatThisHomeKnowsHoldsItsGrantsBack() {
        consented("a");
        new CustodyFile(mark()).write(new CustodyMark(UUID.randomUUID(), 1, opened().place()));

        begun(process());

        assertThat(grant("a").lastErrorCode()).contains("database_copied");
    }

    @Test
    void aRestoredDatabaseThatIsCopiedBeforeTheServerCouldBeAskedIsACopy() {
        consented("a");
        backUp();
        time.pass(Duration.ofHours(2));
        consented("b");
        restore();
        begun(process());
        assertThat(grant("a").lastErrorCode()).contains("database_restored");

        server.introspectWith(this::introspect);
        Tokens copy = begun(processAt("somewhere else"));

        assertThat(copy.quarantineReview().review(() -> false)).isEqualTo(1);
        assertThat(grant("a").lastErrorCode()).contains("database_copied");
    }

    @Test
    void aBackupFromTheMiddleOfARunIsOlderThanWhatTheRunLeft() {
        consented("a");
        consented("b");
        current(tokens, "a");
        backUp();
        current(tokens, "b");
        tokens.custody().settle();
        restore();

        begun(process());

        assertThat(grant("a").state()).isEqualTo(GrantState.QUARANTINED);
        assertThat(grant("b").state()).isEqualTo(GrantState.QUARANTINED);
    }

    @Test
    void aProcessThatDiedBetweenTheDatabaseAndItsHomeRaisesNoAlarm() throws IOException {
        consented("a");
        String before = Files.readString(mark());
        time.pass(Duration.ofHours(2));
        current(process(), "a");
        assertThat(Files.readString(mark())).isNotEqualTo(before);
        PrivateFiles.replace(mark(), before);

        begun(process());

        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
    }

    @Test
    void twoProcessesOfOneHomeThatTakeTurnsRaiseNoAlarm() {
        consented("a");
        Tokens other = process();
        for (int i = 0; i < 3; i++) {
            for (Tokens process : List.of(tokens, other)) {
                time.pass(Duration.ofHours(2));
                current(begun(process), "a");
                process.custody().settle();
            }
        }

        assertThat(grant("a").generation()).isEqualTo(6);
        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
    }

    @Test
    void aSecondHostThatWasGivenTheHomesMemoryRaisesNoAlarmHoweverOldThatIs() throws IOException {
        consented("a");
        String given = Files.readString(mark());
        time.pass(Duration.ofHours(2));
        current(tokens, "a");
        PrivateFiles.replace(mark(), given);

        Tokens secondHost = begun(process());
        time.pass(Duration.ofHours(2));

        assertThat(current(secondHost, "a").generation()).isEqualTo(2);
        time.pass(Duration.ofHours(2));
        assertThat(current(begun(tokens), "a").generation()).isEqualTo(3);
    }

    @Test
    void aDatabaseThatIsExchangedWhileAProcessRunsIsNotedBeforeTheNextRotation() {
        consented("a");
        backUp();
        time.pass(Duration.ofHours(2));
        current(tokens, "a");
        time.pass(Duration.ofHours(2));
        restore();
        int posts = server.posts();

        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> current(tokens, "a"))
                .satisfies(e -> assertThat(e.code()).isEqualTo("database_restored"));
        tokens.custody().settle();
        assertThat(grant("a").state()).as("it is the next run's to decide").isEqualTo(GrantState.ACTIVE);

        begun(tokens);

        assertThat(grant("a").state()).isEqualTo(GrantState.QUARANTINED);
        assertThat(server.posts()).isEqualTo(posts);
    }

    @Test
    void aProcessThatForgetsToAskBeforehandRotatesNothingOfARestoredDatabaseEither() {
        consented("a");
        backUp();
        time.pass(Duration.ofHours(2));
        current(tokens, "a");
        restore();

        assertThatExceptionOfType(ReauthorizeException.class).isThrownBy(() -> current(process(), "a"));

        assertThat(server.posts()).isEqualTo(1);
        assertThat(grant("a").state()).isEqualTo(GrantState.QUARANTINED);
    }

    @Test
    void aSpilledTokenThatComesHomeToARestoredDatabaseIsReviewedLikeTheOthers() {
        consented("a");
        consented("b");
        backUp();
        time.pass(Duration.ofHours(2));
        current(tokens, "b");
        server.answerOnce((call, out) -> {
            database.takeDown();
            server.strict(call, out);
        });
        assertThatExceptionOfType(SystemicException.class).isThrownBy(() -> current(tokens, "a"));
        database.bringBack();
        restore();

        Tokens found = begun(process());
        found.vault().recoverAbandoned();
        server.introspectWith(this::introspect);
        found.quarantineReview().review(() -> false);

        assertThat(grant("a").state()).as("the newest token was in the file").isEqualTo(GrantState.ACTIVE);
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
        assertThat(grant("b").state()).isEqualTo(GrantState.REAUTH_REQUIRED);
    }

    @Test
    void aNewHomeTakesADatabaseThatHoldsNothingOrWasNeverCounted() throws IOException {
        begun(process());
        assertThat(Files.readString(mark())).contains(opened().place());
        consented("a");
        sql("UPDATE ops.deployment SET custody_epoch = NULL").update();
        Files.delete(mark());

        begun(process());

        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
        assertThat(mark()).exists();
    }

    @Test
    void aHomeThatCannotBeWrittenStopsEveryRotationBeforeIt() throws IOException {
        consented("a");
        Files.delete(mark());
        Files.createDirectories(mark().resolve("in the way"));
        time.pass(Duration.ofHours(2));

        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> current(tokens, "a"))
                .satisfies(e -> assertThat(e.code()).isEqualTo("home_unwritable"));

        assertThat(server.posts()).isZero();
        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
    }

    private Tokens begun(Tokens process) {
        process.custody().begin();
        return process;
    }

    private Path mark() {
        return properties(LEASE).custodyFile();
    }

    private void introspect(ScriptedAuthServer.Call call, OutputStream out) throws IOException, InterruptedException {
        boolean active = server.rotation.isCurrent(String.valueOf(call.form().get("token")));
        ScriptedAuthServer.json(200, "{\"active\":" + active + "}").answer(call, out);
    }

    private void backUp() {
        sql("CREATE TABLE ops.backup_grant AS SELECT * FROM ops.user_grant").update();
        sql("CREATE TABLE ops.backup_deployment AS SELECT custody_epoch FROM ops.deployment")
                .update();
    }

    private void restore() {
        sql("DELETE FROM ops.user_grant").update();
        sql("INSERT INTO ops.user_grant SELECT * FROM ops.backup_grant").update();
        sql("UPDATE ops.deployment SET custody_epoch = (SELECT custody_epoch FROM ops.backup_deployment)")
                .update();
    }
}
