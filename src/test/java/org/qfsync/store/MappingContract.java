package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.qfsync.store.ColumnType.BOOLEAN;
import static org.qfsync.store.ColumnType.DATE;
import static org.qfsync.store.ColumnType.DOUBLE;
import static org.qfsync.store.ColumnType.INTEGER;
import static org.qfsync.store.ColumnType.JSON;
import static org.qfsync.store.ColumnType.TEXT;
import static org.qfsync.store.ColumnType.TIMESTAMP;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.PermanentException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of a remote object on its way into a row, on either database. */
abstract class MappingContract {
    private static final Stamp FIRST = new Stamp(1, Instant.parse("2026-10-01T02:30:00Z"));
    private static final Stamp SECOND = new Stamp(2, Instant.parse("2026-10-02T02:30:00Z"));
    private static final Mapping SHELF = Mapping.of(Dataset.COLLECTIONS, "qf.shelf")
            .keyGiven("sub", TEXT)
            .key("id", TEXT)
            .given("mushaf_id", INTEGER)
            .always("name", "name", TEXT)
            .word("kind", "kind", Set.of("PLAIN", "SMART"))
            .always("isPrivate", "is_private", BOOLEAN)
            .maybe("weight", "weight", DOUBLE)
            .maybe("madeOn", "made_on", DATE)
            .maybe("seenAt", "seen_at", TIMESTAMP)
            .maybe("ranges", "ranges", JSON)
            .maybe("owner.nick", "owner_nick", TEXT)
            .ignoring("etag");
    private static final String WHOLE = """
            {"id": "s1", "name": "Hope", "kind": "PLAIN", "isPrivate": true, "weight": 1.25, "madeOn": "2026-09-30",
             "seenAt": "2026-01-21T07:28:13.023Z", "ranges": [{"to": 2, "from": 1.50}], "owner": {"nick": "Lu"},
             "etag": "abc"}
            """;

    private Database database;
    private RowWriter writer;
    private SchemaDrift drift;
    private JdbcClient jdbc;

    abstract Database freshDatabase();

    @BeforeEach
    void open() {
        database = freshDatabase();
        writer = new RowWriter(database);
        drift = new SchemaDrift(database);
        jdbc = JdbcClient.create(database.dataSource());
        jdbc.sql("""
                        CREATE TABLE qf.shelf (sub VARCHAR NOT NULL, id VARCHAR NOT NULL, mushaf_id INTEGER,
                            name VARCHAR, kind VARCHAR, is_private BOOLEAN, weight DOUBLE PRECISION, made_on DATE,
                            seen_at TIMESTAMP WITH TIME ZONE, ranges qf.json_document, owner_nick VARCHAR,
                            first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
                            changed_at TIMESTAMP WITH TIME ZONE NOT NULL, run_id BIGINT NOT NULL,
                            content_hash BYTEA NOT NULL, deleted_at TIMESTAMP WITH TIME ZONE,
                            extra qf.json_document, PRIMARY KEY (sub, id))
                        """).update();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void eachFieldFindsItsColumn() {
        store(FIRST, WHOLE);

        assertThat(shelf())
                .containsEntry("sub", "amal")
                .containsEntry("mushaf_id", "4")
                .containsEntry("name", "Hope")
                .containsEntry("is_private", "true")
                .containsEntry("weight", "1.25")
                .containsEntry("made_on", "2026-09-30")
                .containsEntry("seen_at", "2026-01-21T07:28:13.023Z")
                .containsEntry("ranges", "[{\"from\":1.5,\"to\":2}]")
                .containsEntry("owner_nick", "Lu")
                .doesNotContainKey("extra");
        assertThat(noted()).isEmpty();
    }

    @Test
    void anObjectThatComesAgainIsNoChange() {
        store(FIRST, WHOLE);

        assertThat(store(SECOND, WHOLE)).isEqualTo(new ChangeCounts(0, 0, 1, 0));
    }

    @Test
    void aFieldThatMayBeMissingAndANullAreNullWithoutRemark() {
        store(FIRST, "{\"id\": \"s1\", \"name\": null, \"kind\": \"SMART\", \"isPrivate\": null, \"owner\": null}");

        assertThat(shelf()).doesNotContainKeys("name", "is_private", "weight", "owner_nick", "extra");
        assertThat(noted()).isEmpty();
    }

    @Test
    void anUnknownFieldIsKeptAndTheReportDoesNotRepeatIt() {
        store(FIRST, WHOLE.replace("\"etag\"", "\"diary\": {\"mood\": \"low\", \"Amal's own\": 1}, \"etag\""));
        store(SECOND, WHOLE.replace("\"nick\"", "\"mail\": \"a@b.example\", \"nick\""));

        assertThat(shelf()).containsEntry("extra", "{\"owner.mail\":\"a@b.example\"}");
        assertThat(noted())
                .containsExactly("UNKNOWN_FIELD diary object {?, mood} 1", "UNKNOWN_FIELD owner.mail string 1");
    }

    @Test
    void aNewWordIsStoredAndNoted() {
        store(FIRST, WHOLE.replace("PLAIN", "ROUND"));

        assertThat(shelf()).containsEntry("kind", "ROUND");
        assertThat(noted()).containsExactly("UNKNOWN_WORD kind ROUND 1");
    }

    @Test
    void aFieldThatVanishesLeavesItsColumnAsItWas() {
        store(FIRST, WHOLE);

        ChangeCounts counts = store(SECOND, WHOLE.replace("\"name\": \"Hope\",", ""));

        assertThat(counts).isEqualTo(new ChangeCounts(0, 0, 1, 0));
        assertThat(shelf()).containsEntry("name", "Hope");
        assertThat(noted()).containsExactly("VANISHED_FIELD name missing 1");
    }

    @Test
    void aValueOfAnotherTypeLeavesItsColumnAsItWasAndIsKeptBesides() {
        store(FIRST, WHOLE);

        store(SECOND, WHOLE.replace("1.25", "\"heavy\"").replace("true", "\"yes\""));

        assertThat(shelf())
                .containsEntry("weight", "1.25")
                .containsEntry("is_private", "true")
                .containsEntry("extra", "{\"isPrivate\":\"yes\",\"weight\":\"heavy\"}");
        assertThat(noted()).containsExactly("CHANGED_TYPE isPrivate string 1", "CHANGED_TYPE weight string 1");
    }

    @Test
    void anObjectWithoutItsKeyMakesTheAnswerUnreadable() {
        for (String keyless : List.of("{\"name\": \"Hope\"}", "{\"id\": null}", "{\"id\": 7}")) {
            assertThatThrownBy(() -> store(FIRST, keyless))
                    .isInstanceOf(PermanentException.class)
                    .hasMessageContaining("collections")
                    .hasMessageContaining("id");
        }
        assertThat(jdbc.sql("SELECT COUNT(*) FROM qf.shelf").query(Long.class).single())
                .isZero();
    }

    private ChangeCounts store(Stamp stamp, String json) {
        ObjectNode object = (ObjectNode) JsonMapper.shared().readTree(json);
        Row row = SHELF.row(object, new UnknownFields(drift, stamp), Map.of("sub", "amal", "mushaf_id", 4));
        return writer.replace(SHELF.table(), Scope.of("sub", "amal"), List.of(row), stamp);
    }

    /** The one row, without what is null. */
    private Map<String, String> shelf() {
        Map<String, String> values = new TreeMap<>();
        for (UserTable table : new UserRows(database).tables()) {
            if (table.name().equals("qf.shelf")) {
                new UserRows(database)
                        .read(
                                table,
                                "amal",
                                row -> row.forEach((name, value) -> {
                                    if (value != null) {
                                        values.put(name, canonical(String.valueOf(value)));
                                    }
                                }));
            }
        }
        return values;
    }

    private static String canonical(String value) {
        return value.startsWith("{") || value.startsWith("[") ? CanonicalJson.of(value) : value;
    }

    private List<String> noted() {
        drift.flush();
        return jdbc.sql(
                        "SELECT kind, field, example, json_type, occurrences FROM ops.schema_drift ORDER BY kind, field")
                .query((row, n) -> row.getString(1) + " " + row.getString(2) + " "
                        + (row.getString(3).isEmpty() ? row.getString(4) : row.getString(3)) + " " + row.getLong(5))
                .list();
    }
}
