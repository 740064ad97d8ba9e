package org.qfsync;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Keeps the table of packages true: who may use whom, and that the tree is the map. */
class ArchitectureTest {
    /** What each package may use besides {@code domain}. */
    static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("domain", Set.of()),
            Map.entry("http", Set.of()),
            Map.entry("token", Set.of("http")),
            Map.entry("api", Set.of("http", "token")),
            Map.entry("store", Set.of()),
            Map.entry("content", Set.of("api", "store")),
            Map.entry("user", Set.of("api", "token", "store")),
            Map.entry("job", Set.of("content", "user", "report", "http", "api", "token", "store")),
            Map.entry("schedule", Set.of("job")),
            Map.entry("consent", Set.of("http", "api", "token", "store")),
            Map.entry("enrolment", Set.of("consent", "http")),
            Map.entry("report", Set.of("store")),
            Map.entry("analytics", Set.of("report", "store")),
            Map.entry("console", Set.of("analytics", "job", "schedule", "consent", "report", "http", "store")),
            Map.entry("notify", Set.of("report", "store")),
            Map.entry(
                    "cli",
                    Set.of(
                            "analytics",
                            "job",
                            "schedule",
                            "consent",
                            "enrolment",
                            "console",
                            "report",
                            "notify",
                            "http",
                            "api",
                            "token",
                            "store",
                            "sandbox")),
            Map.entry("sandbox", Set.of()));

    static final Set<String> PACKAGES = MAY_USE.keySet();

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.qfsync");

    @Test
    void everyPackageIsInTheTable() {
        Set<String> found = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("org.qfsync."))
                .map(name -> name.substring("org.qfsync.".length()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).isEqualTo(new TreeSet<>(PACKAGES));
    }

    @ParameterizedTest
    @FieldSource("PACKAGES")
    void aPackageUsesOnlyWhatTheTableAllows(String name) {
        Set<String> forbidden = PACKAGES.stream()
                .filter(other -> !other.equals(name)
                        && !other.equals("domain")
                        && !MAY_USE.getOrDefault(name, Set.of()).contains(other))
                .map(other -> "org.qfsync." + other)
                .collect(Collectors.toSet());
        noClasses()
                .that()
                .resideInAPackage("org.qfsync." + name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden.toArray(String[]::new))
                .because("the table of packages does not allow it")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void onlyTheProgramsRootKnowsItsRoot() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.qfsync")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.qfsync")
                .check(CLASSES);
    }

    @Test
    void onlyTokenReadsTheTableOfGrants() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            Set<String> readers = sources.filter(path -> path.toString().endsWith(".java"))
                    .filter(ArchitectureTest::namesTheTableOfGrants)
                    .map(path -> path.getName(path.getNameCount() - 2).toString())
                    .collect(Collectors.toSet());
            assertThat(readers).containsExactly("token");
        }
    }

    private static boolean namesTheTableOfGrants(Path source) {
        try {
            return Files.readString(source).matches("(?s).*(FROM|INTO|UPDATE|JOIN) ops\\.user_grant.*");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void everyPackageIsNullMarkedAndHasACharter() throws IOException {
        try (Stream<Path> folders = Files.walk(Path.of("src/main/java/org/qfsync"))) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                assertThat(Files.readString(folder.resolve("package-info.java")))
                        .contains("@NullMarked")
                        .contains("/**");
            }
        }
    }

    @Test
    void timeComesFromTheInjectedClock() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.qfsync", "org.qfsync.sandbox")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void thereIsNoStaticMutableState() {
        fields().that().areStatic().and().areNotPrivate().should().beFinal().check(CLASSES);
        fields().that().areStatic().should().beFinal().check(CLASSES);
    }

    @Test
    void namesSayWhatAClassDoes() {
        classes()
                .should()
                .haveNameNotMatching(".*(Helper|Utils?|Impl|Info|Common)$")
                .check(CLASSES);
    }
}
