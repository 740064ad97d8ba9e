package org.qfsync.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.qfsync.sandbox.FaultRule.Effect;
import org.qfsync.sandbox.Tokens.Kind;
import org.qfsync.sandbox.Tokens.Token;

/** Takes each request through faults, headers, token and scope to its endpoint. Thread-safe. */
final class Router implements HttpHandler {
    private static final String CONTROL = "/__sandbox/";

    private final Parts parts;
    private final SandboxOptions options;

    /** What a sandbox is made of. */
    record Parts(
            OAuthParts shared,
            GrantLedger ledger,
            Faults faults,
            OAuthEndpoints oauth,
            ContentEndpoints content,
            UserEndpoints user,
            Twists twists,
            Levers levers,
            ControlEndpoints controls) {}

    Router(Parts parts, SandboxOptions options) {
        this.parts = parts;
        this.options = options;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Call call = new Call(exchange);
            if (call.path().startsWith(CONTROL)) {
                Sender.send(exchange, parts.controls().answer(call), false);
                return;
            }
            serve(exchange, call);
        }
    }

    private void serve(HttpExchange exchange, Call call) throws IOException {
        parts.shared().tally().request(call.route());
        Optional<Token> token =
                call.header("x-auth-token").flatMap(parts.shared().tokens()::read);
        Optional<String> sub = subject(call, token);
        Optional<FaultRule> fault = parts.faults().draw(call.route(), sub);
        fault.ifPresent(rule -> parts.shared().tally().fault());
        pause(options.latency());
        fault.filter(rule -> rule.effect() == Effect.SLOW).ifPresent(rule -> pause(rule.delay()));
        if (fault.filter(rule -> rule.effect() == Effect.RESET).isPresent()) {
            parts.shared().tally().response(0);
            return; // closing an exchange that was not answered drops the connection
        }
        Reply reply = fault.flatMap(rule -> refusal(rule, call))
                .orElseGet(() -> answer(exchange, call, token, fault.map(FaultRule::effect)));
        if (fault.filter(rule -> rule.effect() == Effect.LOST).isPresent()) {
            pause(fault.get().delay());
            parts.shared().tally().response(0);
            return;
        }
        parts.shared().tally().response(reply.status());
        Sender.send(
                exchange,
                reply,
                fault.filter(rule -> rule.effect() == Effect.CUT).isPresent());
    }

    private Optional<String> subject(Call call, Optional<Token> token) {
        if (call.route().isOAuth()) {
            return parts.oauth().subject(call);
        }
        call.header("x-auth-token").ifPresent(parts.shared().tally()::token);
        Optional<String> sub = token.filter(known -> known.kind() == Kind.USER_ACCESS)
                .map(known -> parts.shared().world().sub(known.subject()));
        sub.ifPresent(parts.shared().tally()::user);
        return sub;
    }

    private Reply answer(HttpExchange exchange, Call call, Optional<Token> token, Optional<Effect> fault) {
        try {
            if (call.route() == Route.UNKNOWN || (call.route() == Route.USER_SYNC && !options.isPrelive())) {
                throw Refusal.gateway(403);
            }
            if (call.route().isOAuth()) {
                String host = exchange.getRequestHeaders().getFirst("Host");
                return parts.oauth().answer(call, "http://" + host, fault);
            }
            Token good = authenticated(call, token);
            Reply reply = call.route().isUser() ? user(call, good) : content(call, good);
            return parts.twists().oddities().told(call.route(), reply);
        } catch (Refusal refusal) {
            return told(refusal, call, fault);
        }
    }

    private Reply told(Refusal refusal, Call call, Optional<Effect> fault) {
        Optional<OAuthError> error = refusal.error();
        if (error.filter(cause -> cause.code().equals("invalid_client")).isPresent()) {
            parts.shared().tally().unauthenticated();
        }
        boolean nested = fault.filter(effect -> effect == Effect.NESTED).isPresent()
                && !call.route().isPage();
        return nested ? error.map(OAuthError::nested).orElse(refusal.reply()) : refusal.reply();
    }

    private Token authenticated(Call call, Optional<Token> token) {
        Optional<String> client = call.header("x-client-id");
        if (call.header("x-auth-token").isEmpty() || client.isEmpty()) {
            throw Refusal.gateway(400);
        }
        Clients clients = parts.shared().clients();
        if (!Set.of(clients.confidentialId(), clients.publicId()).contains(client.get())) {
            throw Refusal.gateway(400);
        }
        Token good = token.filter(known -> clients.id(known.client()).equals(client.get()))
                .filter(parts.shared().grants()::isActive)
                .orElseThrow(this::dead);
        if (call.route().isUser() && good.kind() == Kind.APP) {
            throw Refusal.gateway(400);
        }
        return good;
    }

    private Refusal dead() {
        return options.quirks().contains(Quirk.DEAD_TOKEN_403) ? Refusal.invalidToken() : Refusal.gateway(401);
    }

    private Reply user(Call call, Token token) {
        return parts.shared()
                .grants()
                .of(token)
                .map(grant -> parts.user().answer(call, grant.user(), grant.scopes()))
                .orElseThrow(this::dead);
    }

    private Reply content(Call call, Token token) {
        if (token.kind() != Kind.APP || token.generation() == 0) {
            throw Refusal.insufficientScope();
        }
        return parts.content().answer(call);
    }

    /** The answer that a rule gives in place of the real one. */
    private static Optional<Reply> refusal(FaultRule rule, Call call) {
        if (rule.effect() != Effect.STATUS && rule.effect() != Effect.HTML) {
            return Optional.empty();
        }
        Reply reply;
        if (rule.effect() == Effect.HTML) {
            reply = Reply.html(rule.status());
        } else if (call.route().isOAuth()) {
            reply = new OAuthError(rule.status(), oauthError(rule.status()), "Injected by a fault rule.").reply();
        } else {
            reply = Refusal.gatewayReply(rule.status());
        }
        return Optional.of(
                rule.retryAfter().isPresent()
                        ? reply.with(
                                "Retry-After", String.valueOf(rule.retryAfter().getAsInt()))
                        : reply);
    }

    private static String oauthError(int status) {
        return switch (status) {
            case 400 -> "invalid_request";
            case 401 -> "invalid_client";
            case 403 -> "access_denied";
            case 429 -> "rate_limit_exceeded";
            case 503 -> "temporarily_unavailable";
            default -> "server_error";
        };
    }

    private static void pause(Duration time) {
        if (time.isZero()) {
            return;
        }
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the sandbox is closing
        }
    }
}
