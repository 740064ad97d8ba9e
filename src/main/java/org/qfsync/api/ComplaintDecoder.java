package org.qfsync.api;

import feign.Response;
import feign.codec.ErrorDecoder;
import java.io.IOException;
import java.time.Clock;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.http.RetryAfter;

/** Decides, by status and body, whether an answer is worth another try, another token, or neither. Thread-safe. */
final class ComplaintDecoder implements ErrorDecoder {
    private final QfEnvironment environment;
    private final Clock clock;

    ComplaintDecoder(QfEnvironment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Exception decode(String methodKey, Response response) {
        try {
            Complaint complaint = Complaint.about(environment, response);
            if (complaint.mayPass()) {
                return new TryAgainException(
                        complaint,
                        RetryAfter.parse(Complaint.retryAfter(response), clock.instant()),
                        response.request());
            }
            return complaint.refusesToken() ? new TokenRefusedException(complaint) : complaint.refused();
        } catch (IOException e) {
            return e;
        }
    }
}
