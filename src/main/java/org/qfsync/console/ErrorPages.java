package org.qfsync.console;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;

/** Says what did not work and what to do; never what the program looks like inside. */
@Controller
final class ErrorPages implements ErrorController {
    @RequestMapping("/error")
    String error(HttpServletRequest request, Model model) {
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
