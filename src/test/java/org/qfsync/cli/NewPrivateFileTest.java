package org.qfsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewPrivateFileTest {
    @TempDir
    Path folder;

    @Test
    void itIsThereOnceItIsKeptAndNotBefore() throws Exception {
        Path path = folder.resolve("export.json");

        try (NewPrivateFile file = NewPrivateFile.at(path)) {
            file.writer().print("\u0633\u0628\u0631");
            assertThat(path).doesNotExist();
            file.keep();
        }

        assertThat(path).hasContent("\u0633\u0628\u0631");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining("glob:**/.new-*");
    }

    @Test
    void whatIsNotKeptLeavesNothing() {
        try (NewPrivateFile file = NewPrivateFile.at(folder.resolve("export.json"))) {
            file.writer().print("half of it");
            file.writer().flush();
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileThatIsThereIsNeverReplacedNotEvenOneThatCameMeanwhile() throws Exception {
        Path path = folder.resolve("export.json");
        try (NewPrivateFile file = NewPrivateFile.at(path)) {
            Files.writeString(path, "somebody's");
            assertThatExceptionOfType(CommandFailedException.class)
                    .isThrownBy(file::keep)
                    .withMessageContaining("is there already");
        }
        assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> NewPrivateFile.at(path));

        assertThat(path).hasContent("somebody's");
        assertThat(folder).isDirectoryNotContaining("glob:**/.new-*");
    }

    @Test
    void whereNothingCanBeWrittenIsFoundOutAtOnce() throws Exception {
        Path notAFolder = Files.writeString(folder.resolve("file"), "");

        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> NewPrivateFile.at(notAFolder.resolve("export.json")))
                .withMessageStartingWith("Cannot write to");
    }
}
