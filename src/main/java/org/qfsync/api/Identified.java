package org.qfsync.api;

/** What a listing is de-duplicated by. */
interface Identified {
    String id();
}
