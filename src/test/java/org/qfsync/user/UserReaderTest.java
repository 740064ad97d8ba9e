package org.qfsync.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.api.QfApi;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.FailureKind;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Selection;
import org.qfsync.domain.SyncException;
import org.qfsync.http.HttpProperties;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.ServerClock;
import org.qfsync.store.Database;
import org.qfsync.store.ListingStates;
import org.qfsync.store.LiveRows;
import org.qfsync.store.SchemaDrift;
import org.qfsync.store.Stamp;
import org.qfsync.store.UnknownFields;
import org.qfsync.testing.ScriptedServer;
import org.qfsync.testing.ScriptedServer.Reply;
import org.qfsync.testing.TestDatabase;
import org.qfsync.token.AccessToken;
import org.qfsync.token.AccessTokens;

class UserReaderTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    private Path folder;

    @Test
    void aRefusedScopeTurnsItsDatasetOffAndIsNamed() throws IOException {
        try (ScriptedServer server = new ScriptedServer(seen -> seen.path().endsWith("/bookmarks")
                        ? Reply.json(
                                403,
                                "{\"message\":\"no such scope\",\"type\":\"insufficient_scope\",\"success\":false}")
                        : Reply.ok("{\"success\":true,\"data\":[]}"));
                Database database = TestDatabase.h2File(folder);
                HttpTransport transport =
                        HttpTransport.pooled(HttpProperties.defaults(), new RequestMeter(), new ServerClock(CLOCK))) {
            UserCopy copy = reader(server, transport, database)
                    .read(
                            "amal",
                            new OneToken(),
                            Set.of("bookmark"),
                            new Reading(LocalDate.EPOCH, Selection.all(), unknownFields(database)));

            SyncException failure = copy.datasets().stream()
                    .filter(dataset -> dataset.dataset() == Dataset.BOOKMARKS)
                    .map(DatasetCopy::failure)
                    .findFirst()
                    .orElseThrow();
            assertThat(failure.kind()).isEqualTo(FailureKind.SCOPE_MISSING);
            assertThat(failure)
                    .hasMessage("sandbox GET /auth/v1/bookmarks answered 403 (insufficient_scope: no such scope)");
            assertThat(failure.hint())
                    .isEqualTo("Skipped; to sync it, ask the user to consent to the scope bookmark.read");
            assertThat(copy.failed()).isEmpty();
        }
    }

    private static UserReader reader(ScriptedServer server, HttpTransport transport, Database database) {
        QfEndpoints endpoints = new QfEndpoints(QfEnvironment.SANDBOX, server.baseUrl(), server.baseUrl());
        QfApi api = new QfApi(endpoints, "client-1", HttpProperties.defaults(), transport, CLOCK, new Random(1));
        return new UserReader(
                api, new LiveRows(database), new ListingStates(database), UserProperties.defaults(), CLOCK);
    }

    private static UnknownFields unknownFields(Database database) {
        return new UnknownFields(new SchemaDrift(database), new Stamp(1, Instant.EPOCH));
    }

    private static final class OneToken implements AccessTokens {
        @Override
        public AccessToken current() {
            return new AccessToken("t", 1, Instant.MAX);
        }

        @Override
        public AccessToken renew(AccessToken rejected) {
            return current();
        }
    }
}
