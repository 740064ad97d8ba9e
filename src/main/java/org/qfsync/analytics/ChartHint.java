package org.qfsync.analytics;

/**
 * Which columns of a result make a bar chart.
 *
 * @param label the column whose values name the bars
 * @param value the column of numbers that are their lengths
 */
public record ChartHint(String label, String value) {}
