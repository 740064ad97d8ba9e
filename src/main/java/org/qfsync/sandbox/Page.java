package org.qfsync.sandbox;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page for a person: plain HTML that needs no script, reads well aloud and fits a phone. */
final class Page {
    private static final String FRAME = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%1$s - simulated Quran Foundation</title>
            <style>
            body { font: 1.1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 0; }
            header { background: #5a2d00; color: #fff; padding: .6rem 1rem; }
            main { max-width: 38rem; margin: 0 auto; padding: 1rem; }
            fieldset { border: 1px solid #767676; border-radius: .4rem; margin: 1rem 0; }
            label { display: block; padding: .4rem 0; overflow-wrap: anywhere; }
            select, input[type=text] { font: inherit; width: 100%%; min-height: 2.8rem; box-sizing: border-box; }
            input[type=checkbox] { width: 1.3rem; height: 1.3rem; vertical-align: -.2rem; }
            button { font: inherit; min-height: 2.8rem; min-width: 8rem; margin: .3rem .6rem .3rem 0; }
            code { overflow-wrap: anywhere; }
            </style>
            </head>
            <body>
            <header role="note">This is a simulator. No real account is touched, and nothing leaves this machine.</header>
            <main>
            <h1>%1$s</h1>
            %2$s
            </main>
            </body>
            </html>
            """;

    private Page() {}

    /** @param body HTML, in which what was not written here is escaped */
    static Reply of(int status, String title, String body) {
        // No form-action: browsers apply it to the redirect that follows a form, and that goes to the application.
        return Reply.text(status, "text/html", FRAME.formatted(escape(title), body))
                .with("Cache-Control", "no-store")
                .with("Referrer-Policy", "no-referrer")
                .with("X-Content-Type-Options", "nosniff")
                .with(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'");
    }

    static Reply of(OAuthError error) {
        return of(
                error.status(),
                "This cannot go on",
                paragraphs(error.description(), error.hint()) + "<p>Error: <code>" + escape(error.code())
                        + "</code></p>");
    }

    static String paragraphs(String... texts) {
        return Stream.of(texts).map(text -> "<p>" + escape(text) + "</p>\n").collect(Collectors.joining());
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
