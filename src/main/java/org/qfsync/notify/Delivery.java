package org.qfsync.notify;

/**
 * What a channel said.
 *
 * @param taken true if it has the message, so that it need not be sent again
 * @param passing true if it was not taken for a reason that may have gone in a moment
 * @param words how it answered, free of addresses and secrets
 */
record Delivery(boolean taken, boolean passing, String words) {
    static Delivery taken(String words) {
        return new Delivery(true, false, words);
    }

    static Delivery refused(String words) {
        return new Delivery(false, false, words);
    }

    static Delivery notNow(String words) {
        return new Delivery(false, true, words);
    }
}
