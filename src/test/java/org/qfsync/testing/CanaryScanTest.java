package org.qfsync.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The search for secrets can fail: what is hidden here is found. */
class CanaryScanTest {
    private static final String SECRET = "s+%:é & 0123456789abcdef";
    private static final String TOKEN = "ory_rt_kP3vQm9ZxWc7LdTn2RbYsUeHaGfJ.o5iXwE8uVt6yMqNz1KrBpDlCgS4hFj";

    private final CanaryScan scan =
            new CanaryScan().add("the client secret", SECRET).add("a refresh token", TOKEN);

    static Stream<byte[]> hiddenSecrets() {
        return Stream.of(SECRET, TOKEN).flatMap(secret -> {
            byte[] utf8 = secret.getBytes(StandardCharsets.UTF_8);
            Stream<byte[]> plain = Stream.of("UTF-8", "UTF-16LE", "UTF-16BE")
                    .map(Charset::forName)
                    .map(("before " + secret + " after")::getBytes);
            Stream<byte[]> encoded = Stream.of(
                            "refresh_token=" + URLEncoder.encode(secret, StandardCharsets.UTF_8) + "&x=y",
                            "{\"token\":\"" + secret.replace("é", "\\u00e9") + "\"}",
                            HexFormat.of().formatHex(utf8),
                            HexFormat.of().withUpperCase().formatHex(utf8))
                    .map(text -> text.getBytes(StandardCharsets.UTF_8));
            Stream<byte[]> base64 = Stream.of("", "a", "my-client:")
                    .map(before -> (before + secret + ":").getBytes(StandardCharsets.UTF_8))
                    .flatMap(bytes -> Stream.of(
                            Base64.getEncoder().encode(bytes),
                            Base64.getUrlEncoder().encode(bytes)));
            return Stream.of(plain, encoded, base64).flatMap(all -> all);
        });
    }

    @ParameterizedTest
    @MethodSource("hiddenSecrets")
    void aSecretIsFoundInWhateverFormItIsWritten(byte[] bytes) {
        assertThat(scan.in("here", bytes)).isNotEmpty().allMatch(found -> found.startsWith("here: "));
    }

    @Test
    void anyExcerptOfTwentyFourCharactersIsFound() {
        String body = TOKEN.substring("ory_rt_".length());
        for (int at = 0; at + 24 <= body.length(); at++) {
            assertThat(scan.in("here", "…" + body.substring(at, at + 24) + "…"))
                    .as("the excerpt from %s", at)
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "ory_rt_", "nothing of the kind, however long the text may be", "s+%:e & 012"})
    void whatHoldsNoSecretIsClean(String text) {
        assertThat(scan.in("here", text)).isEmpty();
    }

    @Test
    void theKindOfATokenAndTheHeaderOfASignedOneAreNoSecrets() {
        String header = "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEiLCJ0eXAiOiJKV1QifQ";
        scan.add("an ID token", header + ".eyJzdWIiOiJhIn0.c2lnbmF0dXJlb2ZhdG9rZW4");

        assertThat(scan.in("here", header)).isEmpty();
        assertThat(scan.in("here", "c2lnbmF0dXJlb2ZhdG9rZW4")).hasSize(1);
    }

    @Test
    void filesAreSearchedInAllFoldersAndUnpacked(@TempDir Path folder) throws IOException {
        Path below = Files.createDirectories(folder.resolve("a").resolve("b"));
        Files.writeString(folder.resolve("clean"), "nothing");
        Files.writeString(below.resolve("plain.log"), "token " + TOKEN);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(below.resolve("rolled.log.gz")))) {
            out.write(SECRET.getBytes(StandardCharsets.UTF_8));
        }

        List<String> found = List.copyOf(scan.inFilesOf(folder));

        assertThat(found).anyMatch(line -> line.startsWith(Path.of("a", "b", "plain.log") + ": a refresh token"));
        assertThat(found).anyMatch(line -> line.startsWith(Path.of("a", "b", "rolled.log.gz") + ": the client secret"));
        assertThat(found).noneMatch(line -> line.startsWith("clean"));
    }
}
