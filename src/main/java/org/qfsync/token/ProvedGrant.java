package org.qfsync.token;

import java.time.Instant;
import java.util.Set;
import org.qfsync.domain.Secret;

/**
 * A grant that was just given, by a user whom the authorization server vouches for; not stored yet.
 *
 * @param sub the user, from a verified ID token
 * @param scopes what the server granted
 * @param obtainedAt when it was asked for, by our clock
 */
public record ProvedGrant(String sub, Set<String> scopes, Secret refreshToken, Instant obtainedAt) {}
