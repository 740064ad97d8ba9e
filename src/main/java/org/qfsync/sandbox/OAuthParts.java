package org.qfsync.sandbox;

/** What the endpoints of the authorization server share. */
record OAuthParts(World world, Clients clients, Registration registration, Tokens tokens, Grants grants, Tally tally) {}
