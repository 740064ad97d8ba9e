package org.qfsync.enrolment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** What the server says when nothing else could answer; instead of its own page, which tells its name and more. */
final class LastResort extends ErrorReportValve {
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>This did not work</title>
            <link rel="stylesheet" href="/style.css" />
            </head>
            <body>
            <main>
            <h1>This did not work</h1>
            <p>The request could not be answered. Nothing was stored.</p>
            <p><a href="/connect">Start from the beginning</a></p>
            </main>
            </body>
            </html>
            """;

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            response.setContentType("text/html");
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.getReporter().write(PAGE);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            // Whoever asked has gone, or has got a part of an answer already: there is nobody to tell.
            getContainer().getLogger().debug("no error page", e);
        }
    }
}
