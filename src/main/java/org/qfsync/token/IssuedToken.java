package org.qfsync.token;

/** An access token with what we know of its life. */
record IssuedToken(AccessToken token, TokenLifetime lifetime) {}
