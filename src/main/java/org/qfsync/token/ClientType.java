package org.qfsync.token;

/** How an OAuth client is registered (RFC 6749 section 2.1). */
public enum ClientType {
    /** Can keep a secret, and authenticates with it by HTTP Basic. */
    CONFIDENTIAL,
    /** Cannot keep a secret, and only names itself. */
    PUBLIC
}
