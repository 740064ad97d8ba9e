package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.Fingerprint;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.testing.LoopbackPort;

/** A run as an OpenTelemetry receiver sees it. */
class TracingTest {
    @TempDir
    Path home;

    @Test
    void aRunIsOneTraceOfItsStepsItsUsersAndTheirRequests() throws IOException {
        List<byte[]> received = new CopyOnWriteArrayList<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/v1/traces", exchange -> {
            received.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(3))) {
            CommandSession session = CommandSession.at(sandbox, home);
            String consents = sandbox.consentLines().collect(Collectors.joining("\n"));
            session.typeWithInput(consents, "users", "import", "-");
            session.with(
                    "QFSYNC_TRACING_OTLP_ENDPOINT",
                    "http://127.0.0.1:" + receiver.getAddress().getPort());

            assertThat(session.type("run").code()).isZero();

            List<Span> spans =
                    received.stream().flatMap(body -> spans(body).stream()).toList();
            Map<String, String> names = spans.stream().collect(Collectors.toMap(Span::id, Span::name));
            assertThat(spans.stream().filter(span -> span.parent().isEmpty()))
                    .singleElement()
                    .satisfies(root -> assertThat(root.name()).isEqualTo("run"));
            assertThat(spans)
                    .allSatisfy(span ->
                            assertThat(span.trace()).isEqualTo(spans.get(0).trace()));
            assertThat(spans)
                    .extracting(Span::name)
                    .contains("step chapters", "step verses", "step users", "step seal", "GET /auth/v1/collections");
            List<Span> users =
                    spans.stream().filter(span -> span.name().equals("user")).toList();
            assertThat(users).hasSize(3);
            assertThat(spans.stream().filter(span -> span.name().startsWith("GET /auth/")))
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(names).containsEntry(request.parent(), "user"));

            String all = received.stream()
                    .map(body -> new String(body, StandardCharsets.ISO_8859_1))
                    .collect(Collectors.joining());
            sandbox.subs()
                    .forEach(
                            sub -> assertThat(all).contains(Fingerprint.of(sub)).doesNotContain(sub));
            assertThat(all).doesNotContain(sandbox.clientSecret());
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void aReceiverThatIsAwayFailsNoRun() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUsers(1))) {
            CommandSession session = CommandSession.at(sandbox, home)
                    .with("QFSYNC_TRACING_OTLP_ENDPOINT", "http://127.0.0.1:" + LoopbackPort.free());

            assertThat(session.type("run").code()).isZero();
        }
    }

    /** Of opentelemetry/proto/trace/v1: trace_id 1, span_id 2, parent_span_id 4, name 5. */
    private record Span(String trace, String id, String parent, String name) {}

    private static List<Span> spans(byte[] request) {
        List<Span> spans = new ArrayList<>();
        fields(
                request,
                (resourceSpans, resource) -> fields(resource, (scopeSpans, scope) -> {
                    if (scopeSpans == 2) {
                        fields(scope, (number, span) -> {
                            if (number == 2) {
                                spans.add(span(span));
                            }
                        });
                    }
                }));
        return spans;
    }

    private static Span span(byte[] bytes) {
        String[] parts = {"", "", "", "", "", ""};
        fields(bytes, (number, value) -> {
            if (number < parts.length) {
                parts[number] = number == 5 ? new String(value, StandardCharsets.UTF_8) : hex(value);
            }
        });
        return new Span(parts[1], parts[2], parts[4], parts[5]);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** The length-delimited fields of a message, by number. */
    private static void fields(byte[] message, BiConsumer<Integer, byte[]> seen) {
        ByteBuffer in = ByteBuffer.wrap(message);
        while (in.hasRemaining()) {
            long tag = varint(in);
            switch ((int) (tag & 7)) {
                case 0 -> varint(in);
                case 1 -> in.position(in.position() + Long.BYTES);
                case 2 -> {
                    byte[] value = new byte[(int) varint(in)];
                    in.get(value);
                    seen.accept((int) (tag >> 3), value);
                }
                case 5 -> in.position(in.position() + Integer.BYTES);
                default -> throw new IllegalStateException("no such type of field");
            }
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 127) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
