package org.qfsync.store;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import org.qfsync.domain.QfEnvironment;

/**
 * The identity of a database.
 *
 * @param deploymentId random, made with the database
 * @param environment the one environment that its data is from
 * @param issuer of the authorization server; empty until it is known
 * @param zone in which nights are counted
 * @param createdAt when the database was first used
 */
public record Deployment(
        UUID deploymentId, QfEnvironment environment, Optional<String> issuer, ZoneId zone, Instant createdAt) {}
