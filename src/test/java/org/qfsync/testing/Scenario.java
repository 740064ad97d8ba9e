package org.qfsync.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The test shows these scenarios of the life of a token, by their numbers from 1 to 51; its name is the sentence. What
 * the numbers are: 1 to 8 normal life, 9 to 20 concurrency, 21 to 29 crashes, 30 to 34 clocks, 35 to 47 bad servers,
 * 48 to 51 keys and logs. {@link ScenarioCoverageTest} sees to it that none is without a test.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Scenario {
    int[] value();
}
