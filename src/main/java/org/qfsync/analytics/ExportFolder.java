package org.qfsync.analytics;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.qfsync.domain.PrivateFiles;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of an export. Files come into it whole, under their names, readable for their owner alone; the manifest
 * is the last to come and the first to go.
 */
final class ExportFolder {
    /** What an export is about to write: where it is killed, the next one knows what to take away. */
    private static final String BEGUN = ".unfinished.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Path folder;

    private ExportFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A folder that is empty or not there, or, to overwrite, any.
     *
     * @throws ExportException if it is none
     */
    static ExportFolder at(Path folder, boolean overwrite) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw ExportException.refused(folder + " is a file; name a folder");
        }
        if (!overwrite && !isEmpty(folder)) {
            throw ExportException.refused("The folder " + folder + " is not empty; name a new one, or say --overwrite");
        }
        return new ExportFolder(folder);
    }

    private static boolean isEmpty(Path folder) {
        if (!Files.isDirectory(folder)) {
            return true;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw ExportException.refused("The folder " + folder + " cannot be read");
        }
    }

    /** Takes an earlier export away, be it whole or killed, and nothing else that may lie there. */
    void clear() throws IOException {
        List<String> files = new ArrayList<>(namedBy(ExportManifest.NAME));
        files.addAll(namedBy(BEGUN));
        files.addAll(unnamed());
        Files.deleteIfExists(folder.resolve(ExportManifest.NAME));
        for (String file : files) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Files.deleteIfExists(folder.resolve(BEGUN));
    }

    /** Says which files are to come. */
    void begin(List<String> names) throws IOException {
        PrivateFiles.replace(
                folder.resolve(BEGUN),
                JSON.writeValueAsString(Map.of(
                                "files",
                                names.stream().map(name -> Map.of("name", name)).toList()))
                        + "\n");
    }

    /** What a killed export had in hand. */
    private List<String> unnamed() throws IOException {
        if (!Files.isRegularFile(folder.resolve(BEGUN))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches("\\.new-\\d+"))
                    .toList();
        }
    }

    private List<String> namedBy(String list) throws IOException {
        Path manifest = folder.resolve(list);
        if (!Files.isRegularFile(manifest)) {
            return List.of();
        }
        try {
            JsonNode files = JSON.readTree(Files.readString(manifest)).path("files");
            return StreamSupport.stream(files.spliterator(), false)
                    .map(file -> file.path("name").asString(""))
                    // Whatever it says, nothing outside the folder is meant.
                    .filter(name -> name.matches("[a-z0-9_]+\\.(parquet|csv)"))
                    .toList();
        } catch (JacksonException e) {
            return List.of();
        }
    }

    /** A file to write to; {@link #keep} gives it its name. */
    Path unfinished(String name) throws IOException {
        return PrivateFiles.unfinished(folder.resolve(name));
    }

    /** On disk before it has its name: a manifest names nothing that a power cut could take. */
    void keep(Path unfinished, String name) throws IOException {
        try (FileChannel file = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        Files.move(
                unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void finish(ExportManifest manifest) throws IOException {
        PrivateFiles.replace(folder.resolve(ExportManifest.NAME), JSON.writeValueAsString(manifest) + "\n");
        Files.deleteIfExists(folder.resolve(BEGUN));
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
