package org.qfsync.console;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;

/** Says what did not work and what to do; never what the program looks like inside. */
@Controller
final class ErrorPages implements ErrorController {
    /** Of SQL: no connection, no room, stopped by an administrator, a failure of the system. */
    private static final Set<String> NOT_THERE = Set.of("08", "53", "57", "58");

    private static final int CLASS_OF_STATE = 2;

    @RequestMapping("/error")
    String error(HttpServletRequest request, HttpServletResponse response, Model model) {
        if (isDatabaseAway((Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION))) {
            response.setStatus(503);
            model.addAttribute("status", 503);
            model.addAttribute("title", "The database does not answer");
            model.addAttribute(
                    "advice",
                    "Without it nothing can be shown or done, and no run can begin. The daemon goes on by itself when it is"
                            + " back. To see what is wrong: qfsync check");
            return "error";
        }
        Integer given = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int status = given == null ? 404 : given;
        String said = Optional.ofNullable(request.getAttribute(RequestDispatcher.ERROR_MESSAGE))
                .map(Object::toString)
                .orElse("");
        model.addAttribute("status", status);
        model.addAttribute("title", title(status));
        model.addAttribute("advice", said.isBlank() || status >= 500 ? advice(status) : said);
        return "error";
    }

    /** A defect of ours, such as SQL that it refuses, is something else. */
    static boolean isDatabaseAway(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataAccessResourceFailureException
                    || cause instanceof TransientDataAccessResourceException
                    || cause instanceof RecoverableDataAccessException
                    || cause instanceof CannotCreateTransactionException
                    || (cause instanceof SQLException sql && isNotThere(sql))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNotThere(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof SQLTransientConnectionException
                || (state != null
                        && state.length() > CLASS_OF_STATE
                        && NOT_THERE.contains(state.substring(0, CLASS_OF_STATE)));
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "This request was not understood";
            case 403 -> "Not allowed";
            case 404 -> "There is no such page";
            case 405 -> "This cannot be done that way";
            case 429 -> "Too many attempts";
            default -> status >= 500 ? "This did not work" : "This request was refused";
        };
    }

    private static String advice(int status) {
        return switch (status) {
            case 404 -> "The address may be of an older version, or what it showed is gone. Begin with Tonight.";
            case 429 -> "Wait a minute, then try again.";
            default ->
                status >= 500
                        ? "The daemon's log has the reason. Load the page again; if it stays so, see: qfsync check"
                        : "Go back, load the page again and repeat what you did; nothing was done.";
        };
    }
}
