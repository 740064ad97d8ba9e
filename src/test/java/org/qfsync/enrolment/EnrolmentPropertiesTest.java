package org.qfsync.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.InvalidSettingsException;
import org.qfsync.domain.Settings;

class EnrolmentPropertiesTest {
    private static final String PREFIX = "QFSYNC_ENROLMENT_";

    @TempDir
    Path folder;

    @Test
    void itIsOffUnlessAPortIsNamed() {
        EnrolmentProperties properties = read(Map.of());

        assertThat(properties.port()).isEmpty();
        assertThat(properties.consentPage()).isEmpty();
    }

    @Test
    void aPortAloneServesThisMachineAlone() {
        EnrolmentProperties properties = read(Map.of("PORT", "8770"));

        assertThat(properties.address().isLoopbackAddress()).isTrue();
        assertThat(properties.redirectUri()).hasToString("http://127.0.0.1:8770/oauth/callback");
        assertThat(properties.consentPage())
                .hasValueSatisfying(page -> assertThat(page).hasToString("http://127.0.0.1:8770/connect"));
        assertThat(properties.isSecure()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "2001:db8::1"})
    void anAddressThatIsReachedFromOutsideNeedsAPublicHttpsAddress(String address) {
        assertThat(violations(Map.of("PORT", "8770", "ADDRESS", address)))
                .singleElement()
                .asString()
                .startsWith("QFSYNC_ENROLMENT_ADDRESS: ")
                .contains("needs QFSYNC_ENROLMENT_BASE_URL: the public https address");
        assertThat(violations(Map.of("PORT", "8770", "ADDRESS", address, "BASE_URL", "http://127.0.0.1:8770")))
                .singleElement()
                .asString()
                .startsWith("QFSYNC_ENROLMENT_ADDRESS: ");
    }

    @Test
    void publicPagesSayWhoAsks() {
        Map<String, String> published =
                new HashMap<>(Map.of("PORT", "8770", "ADDRESS", "0.0.0.0", "BASE_URL", "https://consent.example.org"));
        assertThat(violations(published))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("QFSYNC_ENROLMENT_OPERATOR_NAME: needed"),
                        line -> assertThat(line).startsWith("QFSYNC_ENROLMENT_CONTACT: needed"));

        published.putAll(Map.of("OPERATOR_NAME", "Somebody", "CONTACT", "privacy@example.org"));
        EnrolmentProperties properties = read(published);
        assertThat(properties.redirectUri()).hasToString("https://consent.example.org/oauth/callback");
        assertThat(properties.isSecure()).isTrue();
    }

    @Test
    void anAddressIsNeverLookedUpAsAName() {
        assertThat(violations(Map.of("PORT", "8770", "ADDRESS", "localhost")))
                .singleElement()
                .asString()
                .startsWith("QFSYNC_ENROLMENT_ADDRESS:");
    }

    @Test
    void proxiesAreAddressesAndNetworks() {
        assertThat(read(Map.of()).proxies().networks()).containsExactly("127.0.0.0/8", "::1/128");
        assertThat(read(Map.of("PROXIES", "10.0.0.5, 172.16.0.0/12,fd00::/8,::1"))
                        .proxies()
                        .networks())
                .containsExactly("10.0.0.5/32", "172.16.0.0/12", "fd00::/8", "::1/128");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.org", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/a", "10.0.0.5,", "fd00::/129"})
    void whatIsNoNetworkIsRefused(String proxies) {
        assertThat(violations(Map.of("PROXIES", proxies)))
                .singleElement()
                .asString()
                .startsWith("QFSYNC_ENROLMENT_PROXIES:");
    }

    @Test
    void onlyTheHashOfAnApplicationKeyIsConfigured() throws IOException {
        ApplicationKey shop = ApplicationKey.generate("shop");
        ApplicationKey school = ApplicationKey.generate("school");
        assertThat(shop.entry()).doesNotContain(shop.key().reveal()).startsWith("shop:");
        Path file = Files.writeString(folder.resolve("keys"), shop.entry() + "\n" + school.entry() + "\n");

        ApplicationProperties applications = read(Map.of(
                        "APPLICATION_KEYS_FILE",
                        file.toString(),
                        "REDIRECT_URIS",
                        "https://shop.example.org/back,org.example.app:/back"))
                .applications();

        assertThat(applications.nameOf(shop.key())).contains("shop");
        assertThat(applications.nameOf(school.key())).contains("school");
        assertThat(applications.nameOf(ApplicationKey.generate("shop").key())).isEmpty();
    }

    @Test
    void aKeyThatWasPutWhereItsHashBelongsIsNotRepeated() {
        String key = ApplicationKey.generate("shop").key().reveal();

        assertThat(violations(
                        Map.of("APPLICATION_KEYS", "shop:" + key, "REDIRECT_URIS", "https://shop.example.org/back")))
                .singleElement()
                .asString()
                .contains("qfsync users app-key NAME")
                .doesNotContain(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://shop.example.org/back", "javascript:alert(1)", "https://shop.example.org/#x", "*", ""})
    void aRedirectUriThatWouldCarryCodesInTheClearIsRefused(String uri) {
        assertThat(violations(Map.of(
                        "APPLICATION_KEYS", ApplicationKey.generate("shop").entry(), "REDIRECT_URIS", uri)))
                .singleElement()
                .asString()
                .startsWith("QFSYNC_ENROLMENT_REDIRECT_URIS:");
    }

    private static EnrolmentProperties read(Map<String, String> given) {
        Settings settings = settings(given);
        EnrolmentProperties properties = EnrolmentProperties.from(settings);
        settings.requireValid();
        return properties;
    }

    private static List<String> violations(Map<String, String> given) {
        Settings settings = settings(given);
        EnrolmentProperties.from(settings);
        InvalidSettingsException refusal = catchThrowableOfType(InvalidSettingsException.class, settings::requireValid);
        return refusal == null ? List.of() : refusal.violations();
    }

    private static Settings settings(Map<String, String> given) {
        Map<String, String> environment = new HashMap<>();
        given.forEach((name, value) -> environment.put(PREFIX + name, value));
        return new Settings(environment, new Properties());
    }
}
