package org.qfsync.api;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.qfsync.domain.PermanentException;

/**
 * Resolves the relative URLs that Content Sync hands out against our own gateway. Whatever could lead a request, and
 * the token in it, anywhere else is refused before anything is sent.
 */
final class ContentPath {
    private static final Pattern ALLOWED =
            Pattern.compile("/api/v4/resources/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*(\\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?");
    private static final Pattern CLIMBING = Pattern.compile("(^|/)\\.\\.?(/|$)|//|%2e|%2f|%5c");

    private final URI apiBaseUrl;

    ContentPath(URI apiBaseUrl) {
        this.apiBaseUrl = apiBaseUrl;
    }

    /**
     * The address of a path of ours, or of one that the service named.
     *
     * @param field what it was named in, for the message
     * @throws PermanentException if it is not a path below {@code /api/v4/resources/}
     */
    URI resolve(String relative, String field) {
        String path = relative.split("\\?", 2)[0];
        if (!ALLOWED.matcher(relative).matches()
                || CLIMBING.matcher(path.toLowerCase(Locale.ROOT)).find()) {
            throw new PermanentException(
                    "The service names " + where(relative) + " as " + field + "; only paths below"
                            + " /api/v4/resources/ are followed, nothing was sent there",
                    "foreign_url",
                    200,
                    "Nothing was changed. If it stays so, report it to Quran Foundation: somebody may be answering in"
                            + " its place.",
                    null);
        }
        return URI.create(apiBaseUrl + "/content" + relative);
    }

    /** Its host alone, where there is one: the rest is opaque. */
    private static String where(String url) {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null) {
                return "the host " + uri.getHost();
            }
        } catch (IllegalArgumentException e) {
            return "what is no URL";
        }
        return "another kind of URL";
    }
}
