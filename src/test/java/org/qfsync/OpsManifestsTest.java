package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** Container, compose and Kubernetes files: of known form, whole in themselves, hardened, without a secret. */
class OpsManifestsTest {
    private static final Path CONTAINER = Path.of("ops/container");
    private static final Path KUBERNETES = Path.of("ops/kubernetes/qfsync.yaml");
    private static final Pattern SETTING = Pattern.compile("\\b(QF(?:SYNC)?_[A-Z_]+)\\b");
    private static final Pattern PINNED = Pattern.compile("[a-z./-]+:\\d+\\.\\d+[\\w.-]*");

    static Stream<Path> deployments() {
        return Stream.of(
                CONTAINER.resolve("Dockerfile"),
                CONTAINER.resolve("compose.yaml"),
                KUBERNETES,
                Path.of("ops/systemd/qfsync.service"),
                Path.of("ops/systemd/qfsync-daemon.service"));
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void everySettingIsOneOfTheReadme(Path file) throws IOException {
        Set<String> known = SETTING.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(setting -> setting.group(1))
                .collect(Collectors.toSet());
        known.addAll(Set.of("QFSYNC_CDS", "QFSYNC_JAVA_OPTS"));

        assertThat(SETTING.matcher(Files.readString(file)).results().map(setting -> setting.group(1)))
                .isNotEmpty()
                .isSubsetOf(known)
                .allSatisfy(setting -> assertThat(setting).doesNotMatch(".*(SECRET|PASSWORD|HASH|TOKEN|KEYSET)"));
    }

    @Test
    void theImageIsPinnedUnprivilegedAndFreeOfSecrets() throws IOException {
        String dockerfile = Files.readString(CONTAINER.resolve("Dockerfile"));

        assertThat(Pattern.compile("(?m)^FROM (\\S+)")
                        .matcher(dockerfile)
                        .results()
                        .map(from -> from.group(1)))
                .hasSize(2)
                .allSatisfy(image -> assertThat(image).matches(PINNED));
        assertThat(dockerfile).containsPattern("(?m)^USER \\d+:\\d+$").doesNotContainPattern("(?m)^(ARG|ADD) ");
        assertThat(Pattern.compile("(?m)^COPY (?!--from)(\\S+)")
                        .matcher(dockerfile)
                        .results())
                .isNotEmpty()
                .allSatisfy(OpsManifestsTest::isCopiedFromWhatIsThere);
        // Everything is left out that is not named.
        assertThat(CONTAINER.resolve("Dockerfile.dockerignore")).content().containsPattern("(?m)^\\*$");
    }

    private static void isCopiedFromWhatIsThere(MatchResult copy) {
        assertThat(Path.of(copy.group(1))).exists();
        assertThat(CONTAINER.resolve("Dockerfile.dockerignore"))
                .content()
                .containsPattern("(?m)^!"
                        + Pattern.quote(Path.of(copy.group(1)).subpath(0, 1).toString()) + "(/main)?$");
    }

    @Test
    void composeIsOfItsFormWholeAndHardened() throws IOException {
        Node compose = load(CONTAINER.resolve("compose.yaml")).get(0);
        assertThat(compose.keys()).containsExactlyInAnyOrder("name", "services", "volumes", "secrets");
        Set<String> form = Set.of(
                "image",
                "build",
                "command",
                "init",
                "user",
                "read_only",
                "cap_drop",
                "security_opt",
                "tmpfs",
                "volumes",
                "environment",
                "secrets",
                "ports",
                "depends_on",
                "healthcheck",
                "stop_grace_period",
                "restart",
                "mem_limit",
                "pids_limit",
                "logging",
                "shm_size");

        for (String name : compose.at("services").keys()) {
            Node service = compose.at("services", name);
            assertThat(service.keys()).as(name).isSubsetOf(form).contains("healthcheck", "mem_limit");
            assertThat(service.text("image")).matches(PINNED);
            assertThat(service.text("user")).matches("\\d+:\\d+");
            assertThat(service.value("read_only")).isEqualTo(true);
            assertThat(service.list("cap_drop")).isEqualTo(List.of("ALL"));
            assertThat(service.list("security_opt")).isEqualTo(List.of("no-new-privileges:true"));
            assertThat(compose.at("secrets").keys()).containsAll(texts(service.list("secrets")));
            assertThat(texts(service.list("volumes"))).allSatisfy(volume -> {
                String what = volume.replaceFirst(":.*", "");
                if (what.startsWith(".")) {
                    assertThat(volume).endsWith(":ro");
                    assertThat(CONTAINER.resolve(what)).isDirectory();
                } else {
                    assertThat(compose.at("volumes").keys()).contains(what);
                }
            });
            assertThat(service.at("healthcheck").keys())
                    .containsExactlyInAnyOrder("test", "interval", "timeout", "retries", "start_period");
        }
        assertThat(texts(compose.at("services", "qfsync").list("ports")))
                .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
        assertThat(compose.at("services", "qfsync", "build").text("dockerfile"))
                .satisfies(file -> assertThat(Path.of(file)).exists());
    }

    /** Who does not own the server, as {@code sql/roles.sql} has it; see {@code OpsFilesTest} for how they are made. */
    @Test
    void qfsyncAndItsQueriesLogInWithTheRolesOfTheirs() throws IOException {
        Node compose = load(CONTAINER.resolve("compose.yaml")).get(0);
        Node config = object(load(KUBERNETES), "ConfigMap").at("data");
        Node composed = compose.at("services", "qfsync", "environment");

        for (Node settings : List.of(composed, config)) {
            assertThat(settings.text("QFSYNC_DB_USER")).isEqualTo("qfsync_app");
            assertThat(settings.text("QFSYNC_DB_READER_USER")).isEqualTo("qfsync_query");
        }
        assertThat(filesIn("/run/secrets/", CONTAINER.resolve("compose.yaml")))
                .containsAll(filesIn("/run/secrets/", CONTAINER.resolve("initdb/database.sql")))
                .isSubsetOf(compose.at("secrets").keys());
        assertThat(texts(compose.at("services", "db").list("secrets")))
                .containsExactlyInAnyOrderElementsOf(
                        filesIn("/run/secrets/", CONTAINER.resolve("initdb/database.sql")));
        assertThat(load(Path.of("ops/kubernetes/secret.example.yaml"))
                        .get(0)
                        .at("stringData")
                        .keys())
                .containsExactlyInAnyOrderElementsOf(filesIn("/etc/qfsync/secrets/", KUBERNETES));
    }

    private static Set<String> filesIn(String folder, Path file) throws IOException {
        return Pattern.compile(Pattern.quote(folder) + "([a-z.-]+)")
                .matcher(Files.readString(file))
                .results()
                .map(named -> named.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void podsAreRestrictedAndWhatTheyNameIsThere() throws IOException {
        List<Node> objects = Stream.concat(
                        load(KUBERNETES).stream(), load(Path.of("ops/kubernetes/secret.example.yaml")).stream())
                .toList();
        assertThat(objects).allSatisfy(object -> {
            assertThat(object.keys()).contains("apiVersion", "kind", "metadata");
            assertThat(object.at("metadata").text("name")).isNotEmpty();
        });
        Set<String> there = objects.stream()
                .map(object -> object.text("kind") + "/" + object.at("metadata").text("name"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(there).contains("Deployment/qfsync", "CronJob/qfsync", "NetworkPolicy/qfsync", "Service/qfsync");

        List<Node> pods = new ArrayList<>();
        objects.forEach(object -> object.collect("containers", pods));
        assertThat(pods).hasSize(2).allSatisfy(pod -> {
            isRestricted(pod);
            assertThat(there).contains("ServiceAccount/" + pod.text("serviceAccountName"));
            namesWhatIsThere(pod, there);
        });
        Node deployment = object(objects, "Deployment");
        assertThat(deployment.at("spec", "template", "metadata").value("labels"))
                .isEqualTo(deployment.at("spec", "selector").value("matchLabels"))
                .isEqualTo(object(objects, "Service").at("spec").value("selector"));
    }

    /** Which refuses what it does not know, and misses what must be there. */
    @Test
    void everyObjectIsAsTheSchemaOfKubernetesHasIt() throws IOException {
        Map<String, SchemaCheck> schemas = Map.of(
                "Namespace", V1Namespace::validateJsonElement,
                "ConfigMap", V1ConfigMap::validateJsonElement,
                "Secret", V1Secret::validateJsonElement,
                "ServiceAccount", V1ServiceAccount::validateJsonElement,
                "PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement,
                "Deployment", V1Deployment::validateJsonElement,
                "Service", V1Service::validateJsonElement,
                "CronJob", V1CronJob::validateJsonElement,
                "NetworkPolicy", V1NetworkPolicy::validateJsonElement);
        for (Path file : List.of(KUBERNETES, Path.of("ops/kubernetes/secret.example.yaml"))) {
            for (Node object : load(file)) {
                assertThat(schemas).containsKey(object.text("kind"));
                JsonElement json = JsonParser.parseString(JsonMapper.shared().writeValueAsString(object.map()));
                assertThatCode(() -> Objects.requireNonNull(schemas.get(object.text("kind")))
                                .validate(json))
                        .as("%s: %s", file, object.text("kind"))
                        .doesNotThrowAnyException();
            }
        }
    }

    @FunctionalInterface
    private interface SchemaCheck {
        void validate(JsonElement object) throws IOException;
    }

    /** The Pod Security Standard "restricted", and a root that is only read. */
    private static void isRestricted(Node pod) {
        assertThat(pod.at("securityContext").value("runAsNonRoot")).isEqualTo(true);
        assertThat(pod.at("securityContext", "seccompProfile").text("type")).isEqualTo("RuntimeDefault");
        assertThat(pod.value("automountServiceAccountToken")).isEqualTo(false);
        assertThat(pod.keys()).doesNotContain("hostNetwork", "hostPID", "hostIPC");
        assertThat(pod.nodes("containers")).hasSize(1).allSatisfy(container -> {
            Node security = container.at("securityContext");
            assertThat(security.value("allowPrivilegeEscalation")).isEqualTo(false);
            assertThat(security.value("readOnlyRootFilesystem")).isEqualTo(true);
            assertThat(security.at("capabilities").list("drop")).isEqualTo(List.of("ALL"));
            assertThat(container.text("image")).matches(PINNED);
            assertThat(container.at("resources", "limits").keys()).contains("memory");
        });
    }

    private static void namesWhatIsThere(Node pod, Set<String> there) {
        Set<String> volumes =
                pod.nodes("volumes").stream().map(volume -> volume.text("name")).collect(Collectors.toSet());
        for (Node container : pod.nodes("containers")) {
            assertThat(container.nodes("volumeMounts").stream().map(mount -> mount.text("name")))
                    .containsExactlyInAnyOrderElementsOf(volumes);
            assertThat(container.nodes("envFrom"))
                    .allSatisfy(from -> assertThat(there)
                            .contains("ConfigMap/" + from.at("configMapRef").text("name")));
        }
        for (Node volume : pod.nodes("volumes")) {
            if (volume.keys().contains("secret")) {
                assertThat(there).contains("Secret/" + volume.at("secret").text("secretName"));
            } else if (volume.keys().contains("persistentVolumeClaim")) {
                assertThat(there)
                        .contains("PersistentVolumeClaim/"
                                + volume.at("persistentVolumeClaim").text("claimName"));
            }
        }
    }

    private static Node object(List<Node> objects, String kind) {
        return objects.stream()
                .filter(object -> object.text("kind").equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(String::valueOf).toList();
    }

    private static List<Node> load(Path file) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Yaml yaml = new Yaml(new SafeConstructor(options));
        return StreamSupport.stream(yaml.loadAll(Files.readString(file)).spliterator(), false)
                .map(document -> new Node((Map<?, ?>) document))
                .toList();
    }

    /** A mapping of a YAML document. */
    private record Node(Map<?, ?> map) {
        Set<String> keys() {
            return map.keySet().stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new));
        }

        Object value(String key) {
            assertThat(keys()).contains(key);
            return Objects.requireNonNull(map.get(key));
        }

        String text(String key) {
            return String.valueOf(value(key));
        }

        List<?> list(String key) {
            return (List<?>) value(key);
        }

        List<Node> nodes(String key) {
            return list(key).stream().map(each -> new Node((Map<?, ?>) each)).toList();
        }

        Node at(String... path) {
            Node node = this;
            for (String key : path) {
                node = new Node((Map<?, ?>) node.value(key));
            }
            return node;
        }

        /** Every mapping at or below this one that has that key. */
        void collect(String key, List<Node> found) {
            if (map.containsKey(key)) {
                found.add(this);
            }
            map.values().stream()
                    .filter(Map.class::isInstance)
                    .forEach(each -> new Node((Map<?, ?>) each).collect(key, found));
        }
    }
}
