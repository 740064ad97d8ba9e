package org.qfsync.api;

import tools.jackson.databind.node.ObjectNode;

/** An answer that is one thing and no listing: the User APIs' usual envelope around it. */
record Document(ObjectNode data) {
    Document {
        Wire.required(data, "data");
    }
}
