package org.qfsync.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.qfsync.analytics.NamedQuery;
import org.qfsync.analytics.OutputFormat;
import org.qfsync.analytics.QueryRunner;
import org.qfsync.analytics.QueryRunner.Answer;
import org.qfsync.analytics.ResultColumn;
import org.qfsync.analytics.RowPrinter;
import org.qfsync.analytics.Rows;
import org.qfsync.cli.ProgramLauncher.Program;

/** Runs queries as the account that may only read, and prints what comes back, row by row. */
final class ReaderQuery {
    private final QueryRunner runner;

    ReaderQuery(Program program) {
        this.runner = program.get(QueryRunner.class);
    }

    Answer print(String sql, OutputFormat format, PrintWriter out) {
        Printing printing = new Printing(format, out);
        return printing.end(runner.stream(sql, printing::open));
    }

    Answer print(NamedQuery query, Map<String, String> parameters, OutputFormat format, PrintWriter out) {
        Printing printing = new Printing(format, out);
        return printing.end(runner.stream(query, parameters, printing::open));
    }

    /** Prints nothing before the columns are known: where the query fails, nothing is printed but that. */
    private static final class Printing {
        private final OutputFormat format;
        private final PrintWriter out;
        private final List<RowPrinter> opened = new ArrayList<>();

        Printing(OutputFormat format, PrintWriter out) {
            this.format = format;
            this.out = out;
        }

        Rows open(List<ResultColumn> columns) {
            RowPrinter printer = RowPrinter.of(
                    format, columns.stream().map(ResultColumn::heading).toList(), out);
            opened.add(printer);
            return printer::row;
        }

        /** A list that breaks off gets no end: no program shall take it for whole. */
        Answer end(Answer answer) {
            opened.forEach(RowPrinter::close);
            return answer;
        }
    }
}
