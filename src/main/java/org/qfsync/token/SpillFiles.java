package org.qfsync.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.PrivateFiles;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.http.Json;
import org.qfsync.token.GrantRepository.RotatedGrant;
import org.qfsync.token.TokenSealer.Column;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Where rotated tokens go while the database is away: one file per grant, its tokens sealed as they would be in the
 * database, on disk when the call returns. The next start brings them home. Thread-safe across processes: a file is
 * created whole and applied by generation, so that applying it twice changes nothing.
 */
final class SpillFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SpillFiles.class);
    private static final String ENDING = ".spill";

    private final Path directory;
    private final TokenSealer sealer;

    SpillFiles(Path directory, TokenSealer sealer) {
        this.directory = directory;
        this.sealer = sealer;
    }

    void write(RotatedGrant rotated) throws IOException {
        Path file = file(rotated.clientId(), rotated.sub(), rotated.presentedGeneration());
        // A file that is there already is of an earlier answer to the same token: the later one counts.
        PrivateFiles.replace(file, Json.mapper().writeValueAsString(Spilled.of(rotated)));
        LOG.warn(
                "Spilled the rotated token of user {} to {}, because the database is away; the next start imports it",
                Fingerprint.of(rotated.sub()),
                file.getFileName());
    }

    Optional<RotatedGrant> find(String clientId, String sub, long presentedGeneration) {
        Path file = file(clientId, sub, presentedGeneration);
        return Files.exists(file) ? read(file) : Optional.empty();
    }

    /** All of a client that can be read; what cannot is set aside and reported, and stops nothing. */
    List<RotatedGrant> readAll(String clientId) {
        return files(Fingerprint.of(clientId) + "-", ENDING).stream()
                .flatMap(file -> read(file).stream())
                .toList();
    }

    private List<Path> files(String beginning, String ending) {
        if (Files.notExists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(beginning)
                            && file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new SystemicException(
                    "Cannot list the spill folder " + directory,
                    "spill_unreadable",
                    null,
                    "Make it readable for this user; it may hold the only copy of a rotated token.",
                    e);
        }
    }

    /** Those of one user that can be read. */
    List<RotatedGrant> of(String clientId, String sub) {
        return files(prefix(clientId, sub), ENDING).stream()
                .flatMap(file -> read(file).stream())
                .toList();
    }

    /** What is sealed in all files that can be read, those set aside included; nothing is opened. */
    List<SealedToken> sealed() {
        return files("", "").stream()
                .filter(file -> file.getFileName().toString().contains(ENDING))
                .flatMap(SpillFiles::sealedIn)
                .toList();
    }

    private static Stream<SealedToken> sealedIn(Path file) {
        try {
            RotatedGrant rotated = Json.mapper()
                    .readValue(Files.readString(file), Spilled.class)
                    .rotated();
            return Stream.of(rotated.refreshToken(), rotated.accessToken());
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            LOG.debug("{} is gone or holds nothing that any key could open", file.getFileName());
            return Stream.empty();
        }
    }

    /** Leaves nothing of that user, not even what was set aside. */
    void deleteAll(String clientId, String sub) {
        for (Path file : files(prefix(clientId, sub), "")) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new SystemicException(
                        "Cannot delete " + file,
                        "spill_undeletable",
                        null,
                        "It holds sealed tokens of a user who is to be erased: delete it by hand, then do it again.",
                        e);
            }
        }
    }

    void delete(RotatedGrant rotated) {
        try {
            Files.deleteIfExists(file(rotated.clientId(), rotated.sub(), rotated.presentedGeneration()));
        } catch (IOException e) {
            LOG.warn("Cannot delete an imported spill file; it is harmless, the next start tries again");
        }
    }

    private Optional<RotatedGrant> read(Path file) {
        try {
            RotatedGrant rotated = Json.mapper()
                    .readValue(Files.readString(file), Spilled.class)
                    .rotated();
            requireUsable(file, rotated);
            return Optional.of(rotated);
        } catch (NoSuchFileException e) {
            // Another process has just brought it home.
            return Optional.empty();
        } catch (IOException | JacksonException | IllegalArgumentException | SyncException e) {
            LOG.error(
                    "Rejected the spill file {}: it is not whole, or its tokens do not open with this keyset. Set aside "
                            + "as {}.rejected; its grant is recovered as one in doubt",
                    file.getFileName(),
                    file.getFileName());
            try {
                PrivateFiles.setAside(file, ".rejected");
            } catch (IOException failure) {
                LOG.warn("Cannot set aside {}", file.getFileName());
            }
            return Optional.empty();
        }
    }

    /** What is brought home replaces the only other copy: it is proved to open before it does. */
    private void requireUsable(Path file, RotatedGrant rotated) {
        if (!file.equals(file(rotated.clientId(), rotated.sub(), rotated.presentedGeneration()))) {
            throw new IllegalArgumentException("not the file of that grant");
        }
        long generation = rotated.presentedGeneration() + 1;
        sealer.open(rotated.refreshToken(), rotated.clientId(), rotated.sub(), Column.REFRESH_TOKEN, generation);
        sealer.open(rotated.accessToken(), rotated.clientId(), rotated.sub(), Column.ACCESS_TOKEN, generation);
    }

    private Path file(String clientId, String sub, long generation) {
        return directory.resolve(prefix(clientId, sub) + generation + ENDING);
    }

    private static String prefix(String clientId, String sub) {
        return Fingerprint.of(clientId) + "-" + Fingerprint.longOf(sub) + "-";
    }

    private record Spilled(
            int version,
            String clientId,
            String sub,
            long presentedGeneration,
            Set<String> scopes,
            String refreshToken,
            String accessToken,
            Instant refreshedAt,
            Instant accessExpiresAt,
            String attemptId,
            @Nullable Instant obtainedAt,
            @Nullable String foreignSub) {
        static Spilled of(RotatedGrant rotated) {
            Base64.Encoder base64 = Base64.getEncoder();
            return new Spilled(
                    1,
                    rotated.clientId(),
                    rotated.sub(),
                    rotated.presentedGeneration(),
                    rotated.scopes(),
                    base64.encodeToString(rotated.refreshToken().ciphertext()),
                    base64.encodeToString(rotated.accessToken().ciphertext()),
                    rotated.refreshedAt(),
                    rotated.accessExpiresAt(),
                    rotated.attemptId(),
                    rotated.obtainedAt().orElse(null),
                    rotated.foreignSub().orElse(null));
        }

        RotatedGrant rotated() {
            if (version != 1
                    || Stream.of(
                                    clientId,
                                    sub,
                                    scopes,
                                    refreshToken,
                                    accessToken,
                                    refreshedAt,
                                    accessExpiresAt,
                                    attemptId)
                            .anyMatch(Objects::isNull)
                    || scopes.stream().anyMatch(Objects::isNull)) {
                throw new IllegalArgumentException("not a whole spill file of version 1");
            }
            Base64.Decoder base64 = Base64.getDecoder();
            return new RotatedGrant(
                    clientId,
                    sub,
                    presentedGeneration,
                    scopes,
                    new SealedToken(base64.decode(refreshToken)),
                    new SealedToken(base64.decode(accessToken)),
                    refreshedAt,
                    accessExpiresAt,
                    attemptId,
                    Optional.ofNullable(obtainedAt),
                    Optional.ofNullable(foreignSub));
        }
    }
}
