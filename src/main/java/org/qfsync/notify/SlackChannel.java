package org.qfsync.notify;

import java.net.URI;
import java.net.http.HttpRequest;

/** Posts to an incoming webhook of Slack, or of what takes the same. */
final class SlackChannel implements Channel {
    static final String NAME = "slack";

    private final WebCalls web;
    private final URI address;

    SlackChannel(WebCalls web, URI address) {
        this.web = web;
        this.address = address;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String host() {
        return address.getHost();
    }

    @Override
    public Delivery send(Message message) throws InterruptedException {
        return web.send(web.to(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(SlackPayload.of(message)))
                .build());
    }
}
