package org.qfsync.sandbox;

/** What the sandbox's users keep. */
public enum UserShape {
    /** The first ten users are awkward cases, everyone after them is random in a realistic way. */
    MIXED,
    /** Every user has three collections of ten items each and all scopes: for measuring. */
    UNIFORM
}
