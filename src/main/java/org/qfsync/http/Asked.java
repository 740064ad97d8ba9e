package org.qfsync.http;

import feign.Request;
import java.net.URI;
import org.qfsync.domain.QfEnvironment;

/** Names a request in a message: environment, method and path. Never its query or body, which may hold a secret. */
public final class Asked {
    private Asked() {}

    /** For example {@code production GET /auth/v1/bookmarks}. */
    public static String of(QfEnvironment environment, Request request) {
        return environment.id() + " " + request.httpMethod() + " "
                + URI.create(request.url()).getPath();
    }
}
