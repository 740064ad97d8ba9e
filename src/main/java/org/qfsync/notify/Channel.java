package org.qfsync.notify;

/** Where messages go. Thread-safe. */
interface Channel {
    /** In the database, on the command line and in the log. */
    String name();

    /** Sends it; says in words free of addresses and secrets how that went. */
    Delivery send(Message message) throws InterruptedException;
}
