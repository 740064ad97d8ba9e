package org.qfsync.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What a test waits for may take a minute on a busy machine; it waits no longer than it must. Found by JUnit itself. */
public final class PatientAwaitility implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext test) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }
}
