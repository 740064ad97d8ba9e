package org.qfsync.notify;

/** Where messages go. Thread-safe. */
interface Channel {
    /** In the database, on the command line and in the log. */
    String name();

    /** Where it is; the rest of its address may be a secret. */
    String host();

    /** Sends it; says in words free of addresses and secrets how that went. */
    Delivery send(Message message) throws InterruptedException;
}
