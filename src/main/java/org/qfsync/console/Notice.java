package org.qfsync.console;

import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * What became of an action, shown once on the page that follows it.
 *
 * @param tone {@code good}, {@code warn} or {@code bad}
 * @param text one or two sentences: what happened, what happens next or what to do
 */
public record Notice(String tone, String text) {
    static final String NAME = "notice";

    static Notice done(String text) {
        return new Notice("good", text);
    }

    static Notice refused(String text) {
        return new Notice("bad", text);
    }

    static Notice warning(String text) {
        return new Notice("warn", text);
    }

    /** Shows it after the redirect. */
    void on(RedirectAttributes redirect) {
        redirect.addFlashAttribute(NAME, this);
    }
}
