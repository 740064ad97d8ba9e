package org.qfsync.console;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qfsync.analytics.ColumnNotes;
import org.qfsync.analytics.NamedQuery;
import org.qfsync.analytics.OutputFormat;
import org.qfsync.analytics.QueryCatalog;
import org.qfsync.analytics.QueryResult;
import org.qfsync.analytics.ResultColumn;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * The questions that have a name, and the answer to each. What is filled in stands in the address, so that it can be
 * handed on. There is no SQL but that of the program: what comes from the browser reaches the database as values alone.
 */
@Controller
final class QuestionsPages {
    private final QueryCatalog catalog = QueryCatalog.load();
    private final ColumnNotes notes = ColumnNotes.load();
    private final QuestionDesk desk;

    QuestionsPages(QuestionDesk desk) {
        this.desk = desk;
    }

    @GetMapping("/questions")
    String questions(Model model) {
        model.addAttribute("queries", catalog.all());
        return "questions";
    }

    @GetMapping("/questions/{name}")
    String question(
            @PathVariable String name,
            @RequestParam Map<String, String> asked,
            Model model,
            HttpServletResponse response) {
        NamedQuery query = find(name);
        QuestionForm form = QuestionForm.of(query, asked);
        if (!form.isComplete()) {
            return incomplete(query, form, model, response);
        }
        try {
            QueryResult result = desk.answer(query, form.given());
            show(query, form, "", model);
            model.addAttribute("answer", Answer.of(query, result));
            model.addAttribute("meanings", meanings(query, result));
            return "question";
        } catch (QuestionFailedException e) {
            return failed(query, form, e, model, response);
        }
    }

    /** The answer as a file; where there is none, the page that says why. */
    @GetMapping("/questions/{name}/answer.{ending}")
    @Nullable String download(
            @PathVariable String name,
            @PathVariable String ending,
            @RequestParam Map<String, String> asked,
            Model model,
            HttpServletResponse response)
            throws IOException {
        NamedQuery query = find(name);
        FileKind kind = FileKind.of(ending);
        QuestionForm form = QuestionForm.of(query, asked);
        if (!form.isComplete()) {
            return incomplete(query, form, model, response);
        }
        QuestionDesk.Download file;
        try {
            file = desk.download(query, form.given(), kind.format());
        } catch (QuestionFailedException e) {
            return failed(query, form, e, model, response);
        }
        send(file, query.name() + (file.cut() ? "-first-" + file.rows() + "-rows" : "") + "." + ending, kind, response);
        return null;
    }

    private Map<String, String> meanings(NamedQuery query, QueryResult result) {
        Map<String, String> known = notes.of(query);
        Map<String, String> meanings = new LinkedHashMap<>();
        result.columns().stream()
                .map(ResultColumn::name)
                .filter(known::containsKey)
                .forEach(column -> meanings.put(column, known.getOrDefault(column, "")));
        return meanings;
    }

    private static void send(QuestionDesk.Download file, String name, FileKind kind, HttpServletResponse response)
            throws IOException {
        response.setContentType(kind.mediaType() + ";charset=UTF-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name).build().toString());
        response.setContentLength(file.bytes().size());
        file.bytes().writeTo(response.getOutputStream());
    }

    private String incomplete(NamedQuery query, QuestionForm form, Model model, HttpServletResponse response) {
        String problem = form.problem();
        if (!problem.isEmpty()) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
        }
        show(query, form, problem, model);
        return "question";
    }

    private String failed(
            NamedQuery query,
            QuestionForm form,
            QuestionFailedException failure,
            Model model,
            HttpServletResponse response) {
        response.setStatus(failure.status().value());
        show(query, form, String.valueOf(failure.getMessage()), model);
        return "question";
    }

    private void show(NamedQuery query, QuestionForm form, String problem, Model model) {
        model.addAttribute("query", query);
        model.addAttribute("form", form);
        model.addAttribute("command", "qfsync " + query.command(form.given()));
        model.addAttribute("problem", problem);
        model.addAttribute("downloaded", desk.downloaded());
    }

    private NamedQuery find(String name) {
        if (!catalog.names().contains(name)) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "There is no question of that name. See those there are under Questions.");
        }
        return catalog.find(name);
    }

    /** In which forms an answer is downloaded. */
    private record FileKind(OutputFormat format, String mediaType) {
        static FileKind of(String ending) {
            return switch (ending) {
                case "csv" -> new FileKind(OutputFormat.CSV, "text/csv");
                case "json" -> new FileKind(OutputFormat.JSON, "application/json");
                case "md" -> new FileKind(OutputFormat.MARKDOWN, "text/markdown");
                default ->
                    throw new ResponseStatusException(
                            HttpStatus.NOT_FOUND, "An answer is downloaded as csv, json or md; see its page.");
            };
        }
    }
}
