package org.qfsync.sandbox;

/** What is wrong with good answers: order and contents. */
record Twists(Shifts shifts, Oddities oddities) {
    static Twists none() {
        return new Twists(new Shifts(), new Oddities());
    }
}
