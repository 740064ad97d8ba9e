package org.qfsync;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is observed as traces to an OpenTelemetry receiver: a trace for each run, with spans for its steps, for
 * each user by fingerprint, and for requests by route. Nothing is sent to Quran Foundation, and no message of an error
 * is, because one may name what a request was about. A receiver that is away costs spans, never a run.
 */
final class Tracing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);
    private static final Duration SEND = Duration.ofSeconds(5);
    /** More than a fast run observes between two sendings. */
    private static final int QUEUE = 20_000;

    /** Held here, because the levels of loggers that nobody holds are forgotten. */
    private final java.util.logging.Logger senderLog = java.util.logging.Logger.getLogger("io.opentelemetry");

    private final SdkTracerProvider provider;

    Tracing(URI receiver, String environment) {
        // It would write to the terminal; what went wrong is told once, by us.
        senderLog.setLevel(java.util.logging.Level.OFF);
        String version = Tracing.class.getPackage().getImplementationVersion();
        OtlpHttpSpanExporter http = OtlpHttpSpanExporter.builder()
                .setEndpoint(receiver.toString())
                .setTimeout(SEND)
                .build();
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"),
                        "qfsync",
                        AttributeKey.stringKey("service.version"),
                        version == null ? "development" : version,
                        AttributeKey.stringKey("deployment.environment.name"),
                        environment)))
                .addSpanProcessor(BatchSpanProcessor.builder(new ToldExporter(http, receiver))
                        .setMaxQueueSize(QUEUE)
                        .build())
                .build();
    }

    /** Makes spans of what is observed. */
    Spans spans() {
        return new Spans(new OtelTracer(provider.get("qfsync"), new OtelCurrentTraceContext(), event -> {}));
    }

    /** Sends what is left. */
    @Override
    public void close() {
        provider.shutdown().join(SEND.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The runs, steps, users and requests among what is observed. */
    static final class Spans extends DefaultTracingObservationHandler {
        private static final String STEP = "spring.batch.step";

        private Spans(OtelTracer tracer) {
            super(tracer);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            String name = String.valueOf(context.getName());
            return name.startsWith("qfsync.") || name.startsWith("spring.batch.");
        }

        @Override
        public String getSpanName(Observation.Context context) {
            KeyValue step = context.getLowCardinalityKeyValue(STEP + ".name");
            return step == null ? super.getSpanName(context) : "step " + step.getValue();
        }

        @Override
        public void onError(Observation.Context context) {
            Throwable error = context.getError();
            if (error != null) {
                getRequiredSpan(context).tag("error.type", error.getClass().getSimpleName());
            }
        }
    }

    /** Tells once that spans do not arrive. */
    private record ToldExporter(SpanExporter sender, URI receiver, AtomicBoolean told) implements SpanExporter {
        ToldExporter(SpanExporter sender, URI receiver) {
            this(sender, receiver, new AtomicBoolean());
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            CompletableResultCode result = sender.export(spans);
            return result.whenComplete(() -> {
                if (!result.isSuccess() && told.compareAndSet(false, true)) {
                    LOG.warn(
                            "Traces do not arrive at {}:{} and are dropped; see to the receiver, or unset"
                                    + " QFSYNC_TRACING_OTLP_ENDPOINT",
                            receiver.getHost(),
                            receiver.getPort());
                }
            });
        }

        @Override
        public CompletableResultCode flush() {
            return sender.flush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return sender.shutdown();
        }
    }
}
