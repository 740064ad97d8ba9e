package org.qfsync.enrolment;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.qfsync.domain.SyncException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Every address that is answered, and what is said at all others and when something fails: people get a page,
 * applications get JSON.
 */
final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    private static final String FOR_APPLICATIONS = "/api/";

    private final Map<String, Map<HttpMethod, HandlerFunction<ServerResponse>>> handlers = new LinkedHashMap<>();
    private final Pages pages;
    private final Limits limits;

    Routes(Pages pages, Limits limits) {
        this.pages = pages;
        this.limits = limits;
    }

    /** Something to look at. */
    Routes show(String path, HandlerFunction<ServerResponse> handler) {
        return on(HttpMethod.GET, path, handler).on(HttpMethod.HEAD, path, handler);
    }

    /** Something that happens at one address with one method. */
    Routes on(HttpMethod method, String path, HandlerFunction<ServerResponse> handler) {
        handlers.computeIfAbsent(path, any -> new LinkedHashMap<>()).put(method, handler);
        return this;
    }

    /** Answers any request, whatever happens. */
    ServerResponse answer(ServerRequest request) {
        try {
            Optional<Duration> wait = limits.count(request);
            return wait.isPresent() ? refuse(request, Problem.TOO_MANY, Limits.headers(wait.get())) : handle(request);
        } catch (ApiRefusal e) {
            return ExchangeEndpoint.refused(e);
        } catch (SyncException e) {
            LOG.warn("{}. {}", e.getMessage(), e.hint());
            return refuse(request, Problem.of(e), Map.of());
        } catch (IOException e) {
            LOG.info("A request broke off before it was read");
            return refuse(request, Problem.MALFORMED, Map.of());
        } catch (Exception e) {
            LOG.error("A request could not be answered", e);
            return refuse(request, Problem.OUR_FAULT, Map.of());
        }
    }

    private ServerResponse handle(ServerRequest request) throws Exception {
        Map<HttpMethod, HandlerFunction<ServerResponse>> methods = handlers.getOrDefault(request.path(), Map.of());
        HandlerFunction<ServerResponse> handler = methods.get(request.method());
        if (handler != null) {
            return handler.handle(request);
        }
        return methods.isEmpty()
                ? refuse(request, Problem.NOT_FOUND, Map.of())
                : refuse(request, Problem.NOT_ALLOWED, Map.of(HttpHeaders.ALLOW, names(methods)));
    }

    private static String names(Map<HttpMethod, ?> methods) {
        return methods.keySet().stream().map(HttpMethod::name).collect(Collectors.joining(", "));
    }

    private ServerResponse refuse(ServerRequest request, Problem problem, Map<String, String> headers) {
        if (request.path().startsWith(FOR_APPLICATIONS)) {
            return ExchangeEndpoint.refused(ApiRefusal.of(problem, headers));
        }
        Purpose purpose = request.path().startsWith(Purpose.WITHDRAWAL.page()) ? Purpose.WITHDRAWAL : Purpose.CONSENT;
        return pages.problem(problem, purpose, headers);
    }
}
