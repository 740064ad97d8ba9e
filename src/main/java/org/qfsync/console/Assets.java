package org.qfsync.console;

/** The scripts of others, as their jars name them: versions are those of the pom. */
final class Assets {
    static final String HTMX = "htmx.org/2.0.10";
    static final String CHARTS = "chart.js/4.5.1";

    private Assets() {}
}
