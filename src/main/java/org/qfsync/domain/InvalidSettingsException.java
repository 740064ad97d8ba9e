package org.qfsync.domain;

import java.util.List;

/** The configuration cannot be used; holds every violation, one complete line each. */
public final class InvalidSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> violations;

    public InvalidSettingsException(List<String> violations) {
        super(String.join(System.lineSeparator(), violations));
        this.violations = List.copyOf(violations);
    }

    public List<String> violations() {
        return violations;
    }
}
