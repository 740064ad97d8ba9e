package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;

/** The options of {@code qfsync run}, as they come out on the screen. */
class RunOptionsTest {
    @TempDir
    Path home;

    @Test
    void whatIsChosenAndNotThereIsRefusedBeforeAnythingStarts() {
        CommandSession session = new CommandSession(home);

        CommandSession.Typed unknown = session.type("run", "--only", "bookmarks,hadiths");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("\"hadiths\" is none of content, users, chapters, verses,", "bookmarks", "run --help");

        CommandSession.Typed nobodys = session.type("run", "--only", "verses", "--user", "amal");
        assertThat(nobodys.code()).isEqualTo(2);
        assertThat(nobodys.err()).contains("'--user' needs datasets of users");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aDryRunSaysWhatARunWouldDoAndThenTheRunDoesIt() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(4))) {
            CommandSession session = CommandSession.at(sandbox, home);
            session.typeWithInput(sandbox.consentLines().collect(Collectors.joining("\n")), "users", "import", "-");
            String unlucky = sandbox.subs().findFirst().orElseThrow();
            sandbox.addFault(FaultRule.parse("user/bookmarks:422=1,sub=" + unlucky));

            CommandSession.Typed rehearsed = session.type("run", "--dry-run");
            assertThat(rehearsed.code()).isEqualTo(3);
            assertThat(rehearsed.out())
                    .contains("pass 1: PARTIAL", "4 users: 3 synced, 1 failed", "(HTTP 422), bookmarks", unlucky)
                    .containsPattern("verses +6,236 +6,236 +0 +0 +0")
                    .contains(
                            "Dry run: nothing of this was written. 4 refresh tokens were presented; what was rotated is stored")
                    .doesNotContain("qfsync runs", "$ ");
            assertThat(home).isDirectoryNotContaining("glob:**.run.json");
            assertThat(session.type("runs", "--format", "csv").out()).hasLineCount(1);

            sandbox.clearFaults();
            assertThat(session.type("run").code()).isZero();
            CommandSession.Typed nothing = session.type("run", "--dry-run");
            assertThat(nothing.code()).isZero();
            assertThat(nothing.out()).contains("is complete; nothing to do", "No refresh token was presented");
            assertThat(sandbox.stats().refreshTokenReuses()).isZero();
        }
    }

    @Test
    void aRunForChosenDataTellsWhatItWasForAndWhoIsLeftOut() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(4))) {
            CommandSession session = CommandSession.at(sandbox, home);
            session.typeWithInput(sandbox.consentLines().collect(Collectors.joining("\n")), "users", "import", "-");
            String here = sandbox.subs().findFirst().orElseThrow();
            String paused = sandbox.subs().skip(1).findFirst().orElseThrow();
            String withdrawn = sandbox.subs().skip(2).findFirst().orElseThrow();
            session.type("users", "pause", paused);
            session.type("users", "disconnect", withdrawn);

            CommandSession.Typed stranger = session.type("run", "--user", "nobody-of-ours");
            assertThat(stranger.code()).isEqualTo(2);
            assertThat(stranger.err()).contains("There is no grant of nobody-of-ours");
            assertThat(session.type("run", "--user", withdrawn).code()).isEqualTo(2);
            CommandSession.Typed off = session.type("run", "--only", "profile");
            assertThat(off.code()).isEqualTo(2);
            assertThat(off.err()).contains("profile is not synced here", "QFSYNC_USER_DATASETS");

            CommandSession.Typed chosen = session.type(
                    "run", "--only", "Collections,BOOKMARKS", "--user", here, "--user", paused, "--user", withdrawn);
            assertThat(chosen.code()).isZero();
            assertThat(chosen.err()).contains(withdrawn + " withdrew", paused + " is paused");
            assertThat(chosen.out())
                    .contains("pass 1: COMPLETED", "2 users: 1 synced, 1 set aside")
                    .doesNotContain("collection_items", "chapters");
            assertThat(session.type("runs", "show", "1").out())
                    .contains("Run 1 (SUBSET: datasets: collections, bookmarks; users: 2)");

            CommandSession.Typed content = session.type("run", "--only", "verses", "--only", "chapters", "--dry-run");
            assertThat(content.code()).isZero();
            assertThat(content.out()).contains("pass 2: COMPLETED", "No users were asked for.", "6,236");
        }
    }
}
