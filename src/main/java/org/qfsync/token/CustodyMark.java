package org.qfsync.token;

import java.util.UUID;

/**
 * Which database it is, and how far it has come.
 *
 * @param deployment the id that was made with the database; a copy has the same
 * @param epoch goes up before and while tokens are rotated
 * @param place where the database is: a file, or a database of one server
 */
record CustodyMark(UUID deployment, long epoch, String place) {}
