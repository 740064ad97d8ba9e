package org.qfsync.enrolment;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import org.qfsync.domain.IpAddress;
import org.qfsync.domain.Settings;
import org.qfsync.http.Proxies;

/**
 * Whether and how people may give and withdraw their consent on pages of our own. Settings are named
 * {@code qfsync.enrolment.*}.
 *
 * @param port where the pages are served; empty: nowhere, the default
 * @param address the network interface
 * @param baseUrl how the pages are reached from outside; empty: as they are served
 * @param operator who asks
 * @param applications who may bring consents that users gave elsewhere
 * @param proxies whose word on where a request comes from is believed, for the limits alone
 */
public record EnrolmentProperties(
        Optional<Integer> port,
        InetAddress address,
        Optional<URI> baseUrl,
        OperatorNotice operator,
        ApplicationProperties applications,
        Proxies proxies) {
    private static final String CALLBACK = "/oauth/callback";
    private static final int HIGHEST_PORT = 65_535;

    /** Reads them; what is wrong is noted in the settings. */
    public static EnrolmentProperties from(Settings settings) {
        Optional<Integer> port = settings.text("qfsync.enrolment.port").isEmpty()
                ? Optional.empty()
                : Optional.of(settings.integer("qfsync.enrolment.port", 1, 1, HIGHEST_PORT));
        InetAddress address = settings.parsed(
                "qfsync.enrolment.address",
                InetAddress.getLoopbackAddress(),
                "an IP address of this machine such as 127.0.0.1 or 0.0.0.0",
                IpAddress::parse);
        Optional<URI> baseUrl = settings.baseUrl("qfsync.enrolment.base-url");
        OperatorNotice operator = OperatorNotice.from(settings);
        if (port.isPresent()) {
            requireProtected(settings, address, baseUrl);
            operator.requireWholeIf(
                    baseUrl.filter(EnrolmentProperties::isSecure).isPresent(), settings);
        }
        return new EnrolmentProperties(
                port,
                address,
                baseUrl,
                operator,
                ApplicationProperties.from(settings),
                settings.parsed("qfsync.enrolment.proxies", Proxies.THIS_MACHINE, Proxies.EXPECTED, Proxies::parse));
    }

    /** Codes must not cross a network in the clear, so that nobody outside may come in without TLS. */
    private static void requireProtected(Settings settings, InetAddress address, Optional<URI> baseUrl) {
        boolean refused = settings.text("qfsync.enrolment.base-url").isPresent() && baseUrl.isEmpty();
        if (!address.isLoopbackAddress()
                && !refused
                && baseUrl.filter(EnrolmentProperties::isSecure).isEmpty()) {
            settings.violation("QFSYNC_ENROLMENT_ADDRESS: " + address.getHostAddress()
                    + " is reached from outside, which needs QFSYNC_ENROLMENT_BASE_URL: the public https address of a"
                    + " proxy that ends TLS in front of it; or listen on 127.0.0.1 alone");
        }
    }

    /** Where the pages are, as people and applications write it. */
    public URI publicUrl() {
        return baseUrl.orElseGet(() -> {
            String host = address.getHostAddress();
            return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port.orElseThrow());
        });
    }

    /** Where a user consents, for the first time or again; empty if it is switched off. */
    public Optional<URI> consentPage() {
        return port.map(on -> URI.create(publicUrl() + "/connect"));
    }

    /** Where the authorization server sends users back to; to be registered for the client to the letter. */
    public URI redirectUri() {
        return URI.create(publicUrl() + CALLBACK);
    }

    /** True if browsers speak TLS with whoever stands in front of us. */
    boolean isSecure() {
        return isSecure(publicUrl());
    }

    private static boolean isSecure(URI url) {
        return "https".equals(url.getScheme());
    }
}
