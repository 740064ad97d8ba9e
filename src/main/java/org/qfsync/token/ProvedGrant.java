package org.qfsync.token;

import java.time.Instant;
import java.util.Set;
import org.qfsync.domain.Secret;

/**
 * A grant that is not stored yet: just given by a user whom the authorization server vouches for, or brought by an
 * operator, who does.
 *
 * @param sub the user, from a verified ID token
 * @param scopes what the server granted
 * @param obtainedAt when it was asked for, by our clock
 */
public record ProvedGrant(String sub, Set<String> scopes, Secret refreshToken, Instant obtainedAt) {}
