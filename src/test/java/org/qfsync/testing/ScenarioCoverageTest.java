package org.qfsync.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** No scenario of the life of a token is without a test, and what is numbered as one does run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenarioCoverageTest {
    private static final int SCENARIOS = 51;

    private final List<Class<?>> classes = new ArrayList<>();
    private final List<Method> numbered = new ArrayList<>();

    /** All classes beside this one, of all packages; none is initialised by being looked at. */
    @BeforeAll
    void findTests() throws IOException, URISyntaxException, ClassNotFoundException {
        Path root = Path.of(ScenarioCoverageTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                String name = root.relativize(file).toString().replaceAll("[/\\\\]", ".");
                classes.add(Class.forName(
                        name.substring(0, name.length() - ".class".length()),
                        false,
                        getClass().getClassLoader()));
            }
        }
        for (Class<?> type : classes) {
            Stream.of(type.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Scenario.class))
                    .forEach(numbered::add);
        }
    }

    @Test
    void everyScenarioHasATest() {
        TreeSet<Integer> missing = new TreeSet<>();
        IntStream.rangeClosed(1, SCENARIOS).forEach(missing::add);
        numbered.stream().flatMap(method -> numbers(method).boxed()).forEach(missing::remove);

        assertThat(missing).as("numbers of scenarios without a test").isEmpty();
    }

    @Test
    void everyNumberIsOneOfAScenario() {
        assertThat(numbered)
                .isNotEmpty()
                .allSatisfy(method -> assertThat(numbers(method))
                        .as(method.toString())
                        .isNotEmpty()
                        .allMatch(number -> number >= 1 && number <= SCENARIOS));
    }

    @Test
    void whatIsNumberedIsATestThatNothingSwitchesOff() {
        assertThat(numbered).allSatisfy(method -> {
            assertThat(AnnotationSupport.isAnnotated(method, Testable.class))
                    .as("%s is a test", method)
                    .isTrue();
            assertThat(switchesOff(method)).as(method.toString()).isEmpty();
        });
    }

    @Test
    void whatIsNumberedRunsInATestClassAndInAContractOnBothDatabases() {
        assertThat(numbered).allSatisfy(method -> {
            List<String> names = runIn(method)
                    .map(Class::getSimpleName)
                    .filter(name -> name.endsWith("Test"))
                    .toList();
            assertThat(names).as("classes that run %s", method).isNotEmpty();
            if (isAbstract(method.getDeclaringClass())) {
                assertThat(names)
                        .as("classes that run %s", method)
                        .anyMatch(name -> name.endsWith("OnH2Test"))
                        .anyMatch(name -> name.endsWith("OnPostgresTest"));
            }
        });
    }

    private static IntStream numbers(Method method) {
        return Arrays.stream(method.getAnnotation(Scenario.class).value());
    }

    private Stream<Class<?>> runIn(Method method) {
        return classes.stream().filter(type -> !isAbstract(type) && runs(type, method));
    }

    /** Not if it puts another method in its place. */
    private static boolean runs(Class<?> type, Method method) {
        return method.getDeclaringClass().isAssignableFrom(type)
                && lineage(type)
                        .flatMap(each -> Stream.of(each.getDeclaredMethods()))
                        .filter(each -> each.getName().equals(method.getName())
                                && Arrays.equals(each.getParameterTypes(), method.getParameterTypes()))
                        .findFirst()
                        .orElseThrow()
                        .equals(method);
    }

    private static Stream<Class<?>> lineage(Class<?> type) {
        return Stream.<Class<?>>iterate(type, each -> each != Object.class, Class::getSuperclass);
    }

    private static boolean isAbstract(Class<?> type) {
        return Modifier.isAbstract(type.getModifiers());
    }

    private List<String> switchesOff(Method method) {
        Stream<AnnotatedElement> places =
                Stream.concat(Stream.of(method), runIn(method).flatMap(ScenarioCoverageTest::lineage));
        return places.flatMap(place -> Arrays.stream(place.getAnnotations()))
                .map(Annotation::annotationType)
                .map(Class::getName)
                .filter(name -> name.equals("org.junit.jupiter.api.Disabled")
                        || name.startsWith("org.junit.jupiter.api.condition."))
                .distinct()
                .toList();
    }
}
