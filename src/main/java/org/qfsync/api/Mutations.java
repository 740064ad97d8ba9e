package org.qfsync.api;

import java.util.List;

/**
 * All that changed after a head.
 *
 * @param all the latest of each thing that changed
 * @param head that it leads to: when the last mutation of all happened, in milliseconds since 1970
 */
public record Mutations(List<Mutation> all, long head) {
    public Mutations {
        all = List.copyOf(all);
    }
}
