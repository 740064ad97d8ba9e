package org.qfsync.console;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where people say who they are. */
@Controller
final class LoginPage {
    static final String PATH = "/login";

    private final ConsoleProperties properties;

    LoginPage(ConsoleProperties properties) {
        this.properties = properties;
    }

    @GetMapping(PATH)
    String login(Model model, @RequestParam(defaultValue = "") String problem) {
        if (!properties.isGuarded()) {
            return "redirect:/";
        }
        model.addAttribute("refused", problem.equals("refused"));
        return "login";
    }
}
