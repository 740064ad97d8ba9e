package org.qfsync.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Searches bytes for secrets: whole ones and pieces of them, because half a token in an excerpt is a leak as well; as
 * UTF-8 and UTF-16, in Base64 wherever it begins, form-encoded, escaped as in JSON, and in hexadecimal.
 */
public final class CanaryScan {
    /** Long enough not to be met by chance; an excerpt of twice the length holds one whole. */
    private static final int PIECE = 12;

    private static final int SHORTEST = 8;
    private static final int SIEVE = 1 << 20;

    private final Map<Long, List<Pattern>> byFirstBytes = new HashMap<>();
    private final BitSet sieve = new BitSet(SIEVE);

    /** Adds a secret, which is called so in what is found. */
    public CanaryScan add(String name, String secret) {
        if (secret.length() < SHORTEST) {
            throw new IllegalArgumentException(name + " is too short to be told from chance");
        }
        for (String piece : pieces(withoutPublicPart(secret))) {
            add(name, "UTF-8", piece.getBytes(StandardCharsets.UTF_8));
            add(name, "UTF-16LE", piece.getBytes(StandardCharsets.UTF_16LE));
            add(name, "UTF-16BE", piece.getBytes(StandardCharsets.UTF_16BE));
            add(name, "form-encoded", ascii(URLEncoder.encode(piece, StandardCharsets.UTF_8)));
            add(name, "JSON", ascii(jsonEscaped(piece)));
            byte[] utf8 = piece.getBytes(StandardCharsets.UTF_8);
            add(name, "hexadecimal", ascii(HexFormat.of().formatHex(utf8)));
            add(name, "hexadecimal", ascii(HexFormat.of().withUpperCase().formatHex(utf8)));
            for (int offset = 0; offset < 3; offset++) {
                add(name, "Base64", ascii(base64(utf8, offset)));
                add(
                        name,
                        "Base64url",
                        ascii(base64(utf8, offset).replace('+', '-').replace('/', '_')));
            }
        }
        return this;
    }

    /** The kind of a token, or the header of a signed one, is in all of them and no secret. */
    private static String withoutPublicPart(String secret) {
        if (secret.startsWith("eyJ") && secret.indexOf('.') > 0) {
            return secret.substring(secret.indexOf('.') + 1);
        }
        return secret.replaceFirst("^ory_.._", "");
    }

    private static Set<String> pieces(String secret) {
        Set<String> pieces = new LinkedHashSet<>();
        if (secret.length() < 2 * PIECE) {
            pieces.add(secret);
        }
        if (secret.length() >= PIECE) {
            for (int at = 0; at + PIECE <= secret.length(); at += PIECE) {
                pieces.add(secret.substring(at, at + PIECE));
            }
            pieces.add(secret.substring(secret.length() - PIECE));
        }
        return pieces;
    }

    private static String jsonEscaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(c < 127 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        return escaped.toString();
    }

    /** The characters that these bytes alone decide, if so many others come before them. */
    private static String base64(byte[] bytes, int before) {
        byte[] padded = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, padded, before, bytes.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(padded);
        return encoded.substring((before * 8 + 5) / 6, padded.length * 8 / 6);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void add(String name, String form, byte[] bytes) {
        long first = ByteBuffer.wrap(bytes).getLong();
        List<Pattern> there = byFirstBytes.computeIfAbsent(first, key -> new ArrayList<>(1));
        if (there.stream().noneMatch(pattern -> Arrays.equals(pattern.bytes, bytes))) {
            there.add(new Pattern(name, form, bytes));
            sieve.set(hash(first));
        }
    }

    private static int hash(long bytes) {
        return (int) ((bytes * 0x9E3779B97F4A7C15L) >>> 44);
    }

    /** Every secret that is in there. */
    public Set<String> in(String place, byte[] bytes) {
        Set<String> found = new LinkedHashSet<>();
        long window = 0;
        for (int i = 0; i < bytes.length; i++) {
            window = window << 8 | (bytes[i] & 0xff);
            if (i >= Long.BYTES - 1 && sieve.get(hash(window))) {
                int start = i - Long.BYTES + 1;
                byFirstBytes.getOrDefault(window, List.of()).stream()
                        .filter(pattern -> pattern.isAt(bytes, start))
                        .forEach(pattern -> found.add(place + ": " + pattern.name + " as " + pattern.form + " in \""
                                + around(bytes, start) + "\""));
            }
        }
        return found;
    }

    public Set<String> in(String place, String text) {
        return in(place, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Every secret in the files of that folder, and of all below it; those packed by gzip are unpacked. */
    public Set<String> inFilesOf(Path folder) {
        Set<String> found = new LinkedHashSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                found.addAll(in(name, contents(file)));
                found.addAll(in("the name of a file", name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static byte[] contents(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (!file.toString().endsWith(".gz")) {
            return bytes;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    private static String around(byte[] bytes, int at) {
        int from = Math.max(0, at - 120);
        return new String(bytes, from, Math.min(bytes.length, at + 60) - from, StandardCharsets.ISO_8859_1)
                .replaceAll("\\p{Cntrl}+", " ");
    }

    private static final class Pattern {
        private final String name;
        private final String form;
        private final byte[] bytes;

        Pattern(String name, String form, byte[] bytes) {
            this.name = name;
            this.form = form;
            this.bytes = bytes;
        }

        boolean isAt(byte[] text, int start) {
            return start + bytes.length <= text.length
                    && Arrays.equals(text, start, start + bytes.length, bytes, 0, bytes.length);
        }
    }
}
