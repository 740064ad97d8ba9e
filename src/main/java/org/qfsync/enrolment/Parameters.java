package org.qfsync.enrolment;

import java.util.List;
import java.util.Optional;
import org.springframework.web.servlet.function.ServerRequest;

/** Reads what a request says in its query or form. */
final class Parameters {
    private static final int LONGEST = 4096;

    private Parameters() {}

    /** The value, if it is there exactly once (RFC 6749 section 3.1), not blank, and of a sensible length. */
    static Optional<String> single(ServerRequest request, String name) {
        List<String> values = request.params().getOrDefault(name, List.of());
        return values.size() == 1 && !values.get(0).isBlank() && values.get(0).length() <= LONGEST
                ? Optional.of(values.get(0))
                : Optional.empty();
    }
}
