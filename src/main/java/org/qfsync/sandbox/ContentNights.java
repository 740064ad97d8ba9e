package org.qfsync.sandbox;

import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.qfsync.sandbox.ContentMutation.Kind;

/** What happens to content between two nights: often a little, sometimes nothing, now and then much. */
final class ContentNights {
    private static final int EVENTS = 5;
    private static final int BURST = 30;
    private static final int TRIES = 50;
    /** Drawn from as from a hat. */
    private static final List<Kind> LIKELIHOOD = List.of(
            Kind.ROW_UPDATE,
            Kind.ROW_UPDATE,
            Kind.ROW_UPDATE,
            Kind.ROW_CREATE,
            Kind.ROW_CREATE,
            Kind.ROW_DELETE,
            Kind.ROW_DELETE,
            Kind.RESOURCE_UPDATE,
            Kind.RESOURCE_INVALIDATE,
            Kind.RESOURCE_DELETE,
            Kind.RESOURCE_CREATE);

    private final Seeded seeded;

    ContentNights(Seeded seeded) {
        this.seeded = seeded;
    }

    void pass(int night, ContentWorld world) {
        SplittableRandom random = seeded.random(72, night);
        int events = random.nextInt(EVENTS);
        for (int event = 0; event < events; event++) {
            Kind type = LIKELIHOOD.get(random.nextInt(LIKELIHOOD.size()));
            List<ContentShelf> possible =
                    world.all().stream().filter(fit(type, random.nextBoolean())).toList();
            if (!possible.isEmpty()) {
                happen(type, possible.get(random.nextInt(possible.size())), random, world);
            }
        }
    }

    /** Half of what happens, happens to what is copied most; but that is never withdrawn. */
    private static Predicate<ContentShelf> fit(Kind type, boolean popular) {
        return shelf -> {
            boolean isPopular =
                    ContentResources.POPULAR.contains(shelf.resource().key());
            return switch (type) {
                case RESOURCE_CREATE -> !shelf.isPublished();
                case RESOURCE_DELETE -> shelf.isPublished() && !isPopular;
                default -> shelf.isPublished() && isPopular == popular;
            };
        };
    }

    private static void happen(Kind type, ContentShelf shelf, SplittableRandom random, ContentWorld world) {
        String key = shelf.resource().key();
        if (!type.isOfRow()) {
            world.happen(type.name(), key, 0);
            return;
        }
        if (shelf.resource().group() == ContentGroup.ARTICLES && type != Kind.ROW_UPDATE) {
            return; // how a row without an id would be named is not known
        }
        int rows = 1 + random.nextInt(BURST);
        for (int row = 0; row < rows; row++) {
            slot(type, shelf, random).ifPresent(slot -> {
                world.happen(type.name(), key, slot);
                if (type == Kind.ROW_DELETE) {
                    shelf.remove(slot);
                } else {
                    shelf.change(slot, 0);
                }
            });
        }
    }

    /** A slot with a row, or, for a new row, one without. */
    private static OptionalInt slot(Kind type, ContentShelf shelf, SplittableRandom random) {
        return random.ints(TRIES, 0, shelf.rows().slots())
                .filter(slot -> shelf.at(slot).isPresent() == (type != Kind.ROW_CREATE))
                .findFirst();
    }
}
