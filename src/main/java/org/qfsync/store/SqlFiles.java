package org.qfsync.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The SQL files of some folders on the class path, folder by folder, in the order of their names. */
record SqlFiles(List<String> folders) {
    SqlFiles {
        folders = List.copyOf(folders);
    }

    /** What is in each file. */
    List<String> texts() {
        return files().stream()
                .map(file -> new String(content(file), StandardCharsets.UTF_8))
                .toList();
    }

    /** A hash over all names and texts. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Resource file : files()) {
                digest.update(Objects.requireNonNull(file.getFilename()).getBytes(StandardCharsets.UTF_8));
                digest.update(content(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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

    private static byte[] content(Resource file) {
        try {
            return file.getContentAsByteArray();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException("The program's own SQL files cannot be read", e);
    }
}
