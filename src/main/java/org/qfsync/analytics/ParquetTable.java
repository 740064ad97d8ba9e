package org.qfsync.analytics;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * A table as Apache Parquet. Every column may hold nulls. Compressed by LZ4_RAW, which is plain Java: the other codecs
 * load a native library into a temporary folder, where a hardened container allows no execution.
 *
 * <p>Nothing but an export loads this class, and with it the library.
 */
final class ParquetTable implements TableFile {
    /** So much of a table is held in memory, uncompressed, at most. */
    private static final long ROW_GROUP = 16L * 1024 * 1024;

    private final ParquetWriter<List<@Nullable Object>> writer;

    ParquetTable(Path file, String table, List<ResultColumn> columns) throws IOException {
        writer = new Building(new LocalOutputFile(file), new Rows(table, columns))
                .withConf(new PlainParquetConfiguration())
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withCompressionCodec(CompressionCodecName.LZ4_RAW)
                .withRowGroupSize(ROW_GROUP)
                .build();
    }

    @Override
    public void row(List<@Nullable Object> values) throws IOException {
        writer.write(values);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static Type field(ResultColumn column) {
        return switch (ExportType.of(column)) {
            case INT32 -> Types.optional(PrimitiveTypeName.INT32).named(column.name());
            case INT64 -> Types.optional(PrimitiveTypeName.INT64).named(column.name());
            case DOUBLE -> Types.optional(PrimitiveTypeName.DOUBLE).named(column.name());
            case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(column.name());
            case DATE ->
                Types.optional(PrimitiveTypeName.INT32)
                        .as(LogicalTypeAnnotation.dateType())
                        .named(column.name());
            case TIMESTAMP -> moments(true).named(column.name());
            case LOCAL_TIMESTAMP -> moments(false).named(column.name());
            case TEXT ->
                Types.optional(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(column.name());
        };
    }

    private static Types.PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> moments(boolean utc) {
        return Types.optional(PrimitiveTypeName.INT64).as(LogicalTypeAnnotation.timestampType(utc, TimeUnit.MICROS));
    }

    private static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    /** Makes the library's writer; its methods with a Hadoop configuration are never called. */
    @SuppressWarnings("deprecation")
    private static final class Building extends ParquetWriter.Builder<List<@Nullable Object>, Building> {
        private final Rows rows;

        Building(OutputFile file, Rows rows) {
            super(file);
            this.rows = rows;
        }

        @Override
        protected Building self() {
            return this;
        }

        @Override
        protected WriteSupport<List<@Nullable Object>> getWriteSupport(Configuration configuration) {
            return rows;
        }

        @Override
        protected WriteSupport<List<@Nullable Object>> getWriteSupport(ParquetConfiguration configuration) {
            return rows;
        }
    }

    /** Turns rows into fields. */
    @SuppressWarnings("deprecation")
    private static final class Rows extends WriteSupport<List<@Nullable Object>> {
        private final List<ResultColumn> columns;
        private final MessageType schema;
        private @Nullable RecordConsumer consumer;

        Rows(String table, List<ResultColumn> columns) {
            this.columns = List.copyOf(columns);
            this.schema = new MessageType(
                    table, columns.stream().map(ParquetTable::field).toList());
        }

        @Override
        public WriteContext init(Configuration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer given) {
            consumer = given;
        }

        @Override
        public void write(List<@Nullable Object> values) {
            RecordConsumer out = consumer;
            if (out == null) {
                throw new IllegalStateException("the library prepares it");
            }
            out.startMessage();
            for (int i = 0; i < columns.size(); i++) {
                Object value = values.get(i);
                if (value != null) {
                    String name = columns.get(i).name();
                    out.startField(name, i);
                    add(out, ExportType.of(columns.get(i)), value);
                    out.endField(name, i);
                }
            }
            out.endMessage();
        }

        private static void add(RecordConsumer out, ExportType type, Object value) {
            switch (type) {
                case INT32 -> out.addInteger(((Number) value).intValue());
                case INT64 -> out.addLong(((Number) value).longValue());
                case DOUBLE -> out.addDouble(((Number) value).doubleValue());
                case BOOLEAN -> out.addBoolean((Boolean) value);
                case DATE ->
                    out.addInteger((int) LocalDate.parse(value.toString()).toEpochDay());
                case TIMESTAMP -> out.addLong(micros(Instant.parse(value.toString())));
                case LOCAL_TIMESTAMP ->
                    out.addLong(micros(LocalDateTime.parse(value.toString()).toInstant(ZoneOffset.UTC)));
                case TEXT -> out.addBinary(Binary.fromString(value.toString()));
            }
        }
    }
}
