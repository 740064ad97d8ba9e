package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.qfsync.store.VersePieces.Piece;

class VersePiecesTest {
    private final List<String> malformed = new ArrayList<>();

    @Test
    void aVerseAndARangeAreCountedThroughTheWholeMushaf() {
        assertThat(read("\"1:1\"")).containsExactly(new Piece(1, 1, 1, 1));
        assertThat(read("\"2:255-2:257\"")).containsExactly(new Piece(1, 2, 262, 264));
        assertThat(read("\" 114:6-114:6 \"")).containsExactly(new Piece(1, 114, 6236, 6236));
        assertThat(malformed).isEmpty();
    }

    @Test
    void aRangeGoesOnThroughTheChaptersThatItTouches() {
        assertThat(read("\"2:286-3:2\"")).containsExactly(new Piece(1, 2, 293, 293), new Piece(1, 3, 294, 295));
        assertThat(read("\"111:5-114:1\""))
                .containsExactly(
                        new Piece(1, 111, 6221, 6221),
                        new Piece(1, 112, 6222, 6225),
                        new Piece(1, 113, 6226, 6230),
                        new Piece(1, 114, 6231, 6231));
        assertThat(read("\"1:1-114:6\"")).hasSize(114).last().isEqualTo(new Piece(1, 114, 6231, 6236));
    }

    @Test
    void rangesThatOverlapAreOneAndThoseThatMeetAreTwo() {
        assertThat(read("\"2:10-2:20\", \"2:1-2:5\", \"2:3-2:4\", \"2:15-2:25\", \"2:26\""))
                .containsExactly(new Piece(1, 2, 8, 12), new Piece(2, 2, 17, 32), new Piece(3, 2, 33, 33));
    }

    @Test
    void whatIsNoRangeIsToldAndLeftOut() {
        assertThat(read("\"2:5-2:4\", \"0:1\", \"115:1\", \"1:8\", \"2:255-257\", 7, null, \"\", \"1:2\""))
                .containsExactly(new Piece(1, 1, 2, 2));
        assertThat(malformed).containsExactly("2:5-2:4", "0:1", "115:1", "1:8", "2:255-257", "7", "null", "");
        assertThat(VersePieces.of("{\"a\":1}", malformed::add)).isEmpty();
        assertThat(VersePieces.of("[", malformed::add)).isEmpty();
        assertThat(malformed).endsWith("{\"a\":1}", "[");
    }

    @Test
    void noRangesAreNothing() {
        assertThat(VersePieces.of(null, malformed::add)).isEmpty();
        assertThat(VersePieces.of("null", malformed::add)).isEmpty();
        assertThat(VersePieces.of("[]", malformed::add)).isEmpty();
        assertThat(malformed).isEmpty();
    }

    private List<Piece> read(String elements) {
        return VersePieces.of("[" + elements + "]", malformed::add);
    }
}
