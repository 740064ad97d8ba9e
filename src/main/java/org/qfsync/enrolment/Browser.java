package org.qfsync.enrolment;

/**
 * A browser that visits us, known by a cookie that says nothing of its user.
 *
 * @param id unguessable, so that it proves that a request comes from there
 * @param isNew true if it has yet to be told
 */
record Browser(String id, boolean isNew) {
    /** The id would let others in. */
    @Override
    public String toString() {
        return "Browser[isNew=" + isNew + "]";
    }
}
