package org.qfsync.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.qfsync.domain.Fingerprint;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The SQL files of some folders on the class path, folder by folder, in the order of their names. */
record SqlFiles(List<String> folders) {
    SqlFiles {
        folders = List.copyOf(folders);
    }

    /** What is in each file. */
    List<String> texts() {
        return files().stream().map(SqlFiles::text).toList();
    }

    /** A hash over all names and texts. */
    String fingerprint() {
        return Fingerprint.longOf(
                files().stream().map(file -> file.getFilename() + text(file)).collect(Collectors.joining()));
    }

    private List<Resource> files() {
        try {
            List<Resource> files = new ArrayList<>();
            for (String folder : folders) {
                Resource[] found = new PathMatchingResourcePatternResolver(SqlFiles.class.getClassLoader())
                        .getResources("classpath:" + folder + "/*.sql");
                Arrays.sort(found, Comparator.comparing(file -> Objects.requireNonNull(file.getFilename())));
                files.addAll(List.of(found));
            }
            return files;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static String text(Resource file) {
        try {
            return file.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException("The program's own SQL files cannot be read", e);
    }
}
