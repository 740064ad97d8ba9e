package org.qfsync.notify;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Secret;
import org.qfsync.notify.Heartbeat.Ping;

/** The channels that are configured. Thread-safe but for pings, of which one run at a time sends. */
final class Channels {
    private final List<Channel> channels;
    private final Optional<Heartbeat> heartbeat;
    private final Dispatch dispatch;
    private volatile @Nullable Future<Delivery> start;

    private Channels(List<Channel> channels, Optional<Heartbeat> heartbeat, Dispatch dispatch) {
        this.channels = List.copyOf(channels);
        this.heartbeat = heartbeat;
        this.dispatch = dispatch;
    }

    static Channels of(NotifyProperties properties) {
        List<Channel> channels = new ArrayList<>();
        if (properties.webhook().isEmpty()
                && properties.slack().isEmpty()
                && properties.heartbeat().isEmpty()) {
            properties.mail().ifPresent(mail -> channels.add(new MailChannel(mail, properties.timeout())));
            return new Channels(channels, Optional.empty(), new Dispatch(properties.timeout()));
        }
        WebCalls web = new WebCalls(properties.timeout());
        properties
                .webhook()
                .ifPresent(address -> channels.add(new WebhookChannel(web, uri(address), properties.webhookSecret())));
        properties.slack().ifPresent(address -> channels.add(new SlackChannel(web, uri(address))));
        properties.mail().ifPresent(mail -> channels.add(new MailChannel(mail, properties.timeout())));
        Optional<Heartbeat> heartbeat = properties.heartbeat().map(address -> new Heartbeat(web, uri(address)));
        return new Channels(channels, heartbeat, new Dispatch(properties.timeout()));
    }

    private static URI uri(Secret address) {
        return URI.create(address.reveal());
    }

    /** Those that take messages. */
    List<String> names() {
        return channels.stream().map(Channel::name).toList();
    }

    /** The hosts of these and of the heartbeat, if there is one, by name. */
    Map<String, String> hosts() {
        Map<String, String> hosts = new LinkedHashMap<>();
        channels.forEach(channel -> hosts.put(channel.name(), channel.host()));
        heartbeat.ifPresent(pinged -> hosts.put(Heartbeat.NAME, pinged.host()));
        return hosts;
    }

    /** Begins to say that a night begins; the night does not wait for it. */
    void pingStart() {
        heartbeat.ifPresent(pinged -> start = dispatch.begin(() -> pinged.send(Ping.START)));
    }

    /**
     * Sends to each channel its message, and the ping.
     *
     * @return what each that was sent to said
     */
    Map<String, Delivery> send(Map<String, Message> messages, Optional<Ping> ping) {
        Map<String, Callable<Delivery>> sendings = new LinkedHashMap<>();
        for (Channel channel : channels) {
            Message message = messages.get(channel.name());
            if (message != null) {
                sendings.put(channel.name(), () -> channel.send(message));
            }
        }
        heartbeat.ifPresent(pinged -> ping.ifPresent(which -> sendings.put(Heartbeat.NAME, () -> {
            awaitStart();
            return pinged.send(which);
        })));
        return sendings.isEmpty() ? Map.of() : dispatch.all(sendings);
    }

    /** A start that came in after the end would count as a run that never ended. */
    private void awaitStart() throws InterruptedException {
        Future<Delivery> begun = start;
        if (begun != null) {
            try {
                begun.get();
            } catch (ExecutionException e) {
                return;
            } finally {
                start = null;
            }
        }
    }
}
