package org.qfsync.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qfsync.sandbox.ContentMutation.Kind;
import org.qfsync.sandbox.SyncTokens.Position;

/** Content Sync: the feed of changes, and the snapshots that it leads to. */
final class SyncEndpoints {
    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 100;
    private static final String FEED = "/api/v4/resources/sync?cursor=";

    private final ContentLevers levers;
    private final SyncTokens tokens;
    private final SyncErrors errors;
    private final Set<Quirk> quirks;

    SyncEndpoints(ContentLevers levers, SyncTokens tokens, SyncErrors errors, Set<Quirk> quirks) {
        this.levers = levers;
        this.tokens = tokens;
        this.errors = errors;
        this.quirks = quirks;
    }

    Reply feed(Call call) {
        levers.refuseIfOrdered();
        Optional<Integer> perPage = perPage(call.query().get("per_page"));
        Optional<SyncFilter> filter = resources(call).map(this::parse);
        String cursor = call.query().get("cursor");
        Position from = cursor == null
                ? start(call.query(), filter, perPage.orElse(USUAL_PAGE))
                : goOn(cursor, filter, perPage);
        ContentWorld world = levers.world();
        return page(from, from.isBootstrap() ? present(from, world) : logged(from, world), world);
    }

    /** What RFC 3986 allows in a query, but this service takes for the end of a parameter: a bare semicolon. */
    private static Optional<String> resources(Call call) {
        return Arrays.stream(call.rawQuery().split("[&;]", -1))
                .filter(pair -> pair.startsWith("resources="))
                .map(pair -> URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8))
                .findFirst();
    }

    private SyncFilter parse(String text) {
        return SyncFilter.parse(text, quirks.contains(Quirk.NEW_CONTENT_GROUPS), errors);
    }

    private Optional<Integer> perPage(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        if (!text.matches("[1-9]\\d{0,2}") || Integer.parseInt(text) > LARGEST_PAGE) {
            throw errors.refusal(422, "invalid_per_page", "per_page must be between 1 and " + LARGEST_PAGE);
        }
        return Optional.of(Integer.valueOf(text));
    }

    private Position start(Map<String, String> query, Optional<SyncFilter> filter, int perPage) {
        String canonical = filter.orElseThrow(() -> errors.refusal(422, "missing_resources", "resources is required"))
                .canonical();
        boolean isBootstrap = "true".equals(query.get("bootstrap"));
        String token = query.get("sync_token");
        if (isBootstrap == (token != null)) {
            // what the real service makes of both, or of neither, is not known, so nobody may rely on it
            throw errors.refusal(422, "invalid_request", "Either bootstrap=true or sync_token is required");
        }
        long head = levers.world().head();
        if (token == null) {
            return new Position(canonical, true, perPage, 0, head);
        }
        Position last = tokens.readToken(token).orElseThrow(this::resync);
        if (!last.filter().equals(canonical)) {
            throw errors.refusal(422, "token_filter_mismatch", "sync_token does not match the requested resources");
        }
        return new Position(canonical, false, perPage, last.position(), head);
    }

    private Position goOn(String cursor, Optional<SyncFilter> filter, Optional<Integer> perPage) {
        Position next = tokens.readCursor(cursor).orElseThrow(this::resync);
        if (filter.filter(asked -> !asked.canonical().equals(next.filter())).isPresent()) {
            throw errors.refusal(422, "cursor_filter_mismatch", "cursor does not match the requested resources");
        }
        if (perPage.filter(asked -> asked != next.perPage()).isPresent()) {
            throw errors.refusal(422, "cursor_per_page_mismatch", "cursor does not match the requested per_page");
        }
        return next;
    }

    private Refusal resync() {
        return errors.refusal(410, "resync_required", "The sync token is invalid or incompatible. Bootstrap again.");
    }

    /** A bootstrap tells what is published as if it had just been made; its position is the numbers of group and resource. */
    private List<ContentMutation> present(Position from, ContentWorld world) {
        SyncFilter filter = parse(from.filter());
        return world.published().stream()
                .filter(shelf -> filter.covers(shelf.resource()) && place(shelf.resource()) > from.position())
                .filter(shelf -> !isOmitted(shelf.resource()))
                .map(shelf -> new ContentMutation(
                        Math.min(shelf.sequence(), from.until()),
                        Kind.RESOURCE_CREATE.name(),
                        shelf.resource(),
                        shelf.publishedAt(),
                        Optional.empty()))
                .limit(from.perPage() + 1L)
                .toList();
    }

    private boolean isOmitted(ContentResource resource) {
        return quirks.contains(Quirk.BOOTSTRAP_GAP)
                && (resource.group() == ContentGroup.RECITATIONS
                        || resource.key().equals("tafsirs:16"));
    }

    private static long place(ContentResource resource) {
        return resource.group().number() * 1_000_000_000L + resource.id();
    }

    private List<ContentMutation> logged(Position from, ContentWorld world) {
        return world.log(from.position(), from.until(), parse(from.filter())::covers).stream()
                .limit(from.perPage() + 1L)
                .toList();
    }

    /** @param found one more than fits the page, if there is more */
    private Reply page(Position from, List<ContentMutation> found, ContentWorld world) {
        boolean hasMore = found.size() > from.perPage();
        List<ContentMutation> page = hasMore ? found.subList(0, from.perPage()) : found;
        List<Map<String, Object>> mutations = new ArrayList<>();
        page.forEach(mutation -> mutations.add(odd(mutation.fields(world.padding()))));
        Map<String, Object> sync = Fields.of("sync_until_sequence", from.until())
                .with("has_more", hasMore)
                .with("next_page_url", hasMore ? next(from, page.get(page.size() - 1)) : null)
                .with("next_sync_token", hasMore ? null : tokens.token(from.filter(), from.until()))
                .with("mutations", mutations)
                .map();
        return Reply.json(
                        200, json -> Fields.write(json, Fields.of("sync", sync).map()))
                .with("Cache-Control", "no-store");
    }

    private String next(Position from, ContentMutation last) {
        long position = from.isBootstrap() ? place(last.resource()) : last.sequence();
        return levers.foreignHost()
                + FEED
                + tokens.cursor(
                        new Position(from.filter(), from.isBootstrap(), from.perPage(), position, from.until()));
    }

    /** All rows of one resource as they are now; made up while they are sent, since they may be many. */
    Reply snapshot(Call call) {
        String[] path = call.path().split("/", -1);
        String id = call.lastSegment();
        ContentGroup group = SyncFilter.group(path[path.length - 2], quirks.contains(Quirk.NEW_CONTENT_GROUPS), errors);
        if (!id.matches("[1-9]\\d{0,8}")) {
            throw errors.refusal(422, "invalid_resources", "Invalid resource id: " + id);
        }
        String key = group.word() + ":" + id;
        ContentWorld world = levers.world();
        ContentShelf shelf = world.published(key)
                .filter(any -> !levers.isSnapshotMissing(key))
                .orElseThrow(() -> errors.refusal(404, "snapshot_not_found", "Resource snapshot not found"));
        int padding = world.padding();
        long head = world.head();
        return Reply.stream(json -> {
                    json.writeStringProperty("resource_group", group.word());
                    json.writeNumberProperty("resource_id", shelf.resource().id());
                    json.writeName("resource_content_id");
                    Fields.writeValue(json, shelf.resource().contentId());
                    json.writeNumberProperty("schema_version", 1);
                    json.writeNumberProperty("sync_sequence", head);
                    json.writeArrayPropertyStart("records");
                    shelf.records(padding).forEach(row -> Fields.writeValue(json, odd(row)));
                    json.writeEndArray();
                })
                .with("Cache-Control", "no-store");
    }

    /** With a member that nobody knows, if the quirk says so. */
    private Map<String, Object> odd(Map<String, Object> members) {
        if (!quirks.contains(Quirk.NEW_CONTENT_FIELDS)) {
            return members;
        }
        Fields more = new Fields();
        members.forEach(more::with);
        return more.with("introduced_later", Map.of("since", 2027)).map();
    }
}
