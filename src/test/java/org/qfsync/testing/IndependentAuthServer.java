package org.qfsync.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.preauth.AbstractPreAuthenticatedProcessingFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Spring Authorization Server on a free loopback port: an OAuth server that was not written by us. A confidential
 * client with PKCE and rotating refresh tokens, a public one, consent pages, signed ID tokens.
 */
public final class IndependentAuthServer implements AutoCloseable {
    public static final String CLIENT = "independent-client";
    public static final String PUBLIC_CLIENT = "independent-public";
    public static final String SECRET = "s+%:é secret";
    public static final URI REDIRECT_URI = URI.create("http://127.0.0.1:8765/callback");
    /** Who is logged in at the server's own pages, in the requests of {@link TestBrowser}. */
    static final String USER_HEADER = "X-Logged-In";

    private final AnnotationConfigServletWebServerApplicationContext context;

    private IndependentAuthServer(AnnotationConfigServletWebServerApplicationContext context) {
        this.context = context;
    }

    public static IndependentAuthServer start() {
        AnnotationConfigServletWebServerApplicationContext context =
                new AnnotationConfigServletWebServerApplicationContext();
        context.register(Server.class);
        context.refresh();
        return new IndependentAuthServer(context);
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + context.getWebServer().getPort());
    }

    /** Signs with a new key from now on; the old one is forgotten. */
    public void changeKey() {
        context.getBean(Keys.class).change();
    }

    @Override
    public void close() {
        context.close();
    }

    /** The key that it signs with. */
    static final class Keys {
        private final AtomicReference<JWKSet> current = new AtomicReference<>(newKey());

        void change() {
            current.set(newKey());
        }

        private static JWKSet newKey() {
            try {
                RSAKey key = new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate();
                return new JWKSet(key);
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @EnableWebSecurity
    static class Server {
        @Bean
        TomcatServletWebServerFactory webServer() {
            TomcatServletWebServerFactory tomcat = new TomcatServletWebServerFactory(0);
            tomcat.setAddress(InetAddress.getLoopbackAddress());
            // The filters of the server are asked only where some servlet would answer.
            tomcat.setRegisterDefaultServlet(true);
            return tomcat;
        }

        @Bean
        SecurityFilterChain pages(HttpSecurity http) throws Exception {
            return http.oauth2AuthorizationServer(server -> {
                        http.securityMatcher(server.getEndpointsMatcher());
                        server.oidc(Customizer.withDefaults());
                    })
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .addFilterBefore(new LoggedIn(), AbstractPreAuthenticatedProcessingFilter.class)
                    .exceptionHandling(handling ->
                            handling.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)))
                    .build();
        }

        @Bean
        RegisteredClientRepository clients() {
            RegisteredClient confidential = client(CLIENT)
                    .clientSecret("{noop}" + SECRET)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                    .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                    .build();
            RegisteredClient open = client(PUBLIC_CLIENT)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                    .build();
            return new InMemoryRegisteredClientRepository(List.of(confidential, open));
        }

        private static RegisteredClient.Builder client(String id) {
            return RegisteredClient.withId(id)
                    .clientId(id)
                    .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                    .redirectUri(REDIRECT_URI.toString())
                    .scopes(scopes -> scopes.addAll(
                            List.of("openid", "offline_access", "collection", "bookmark", "note", "content")))
                    .clientSettings(ClientSettings.builder()
                            .requireProofKey(true)
                            .requireAuthorizationConsent(true)
                            .build())
                    .tokenSettings(TokenSettings.builder()
                            .reuseRefreshTokens(false)
                            .accessTokenFormat(OAuth2TokenFormat.REFERENCE)
                            .accessTokenTimeToLive(Duration.ofHours(1))
                            .build());
        }

        @Bean
        AuthorizationServerSettings settings() {
            return AuthorizationServerSettings.builder().build();
        }

        @Bean
        Keys keys() {
            return new Keys();
        }

        @Bean
        JWKSource<SecurityContext> keySource(Keys keys) {
            return (selector, context) -> selector.select(keys.current.get());
        }

        @Bean
        JwtDecoder jwtDecoder(JWKSource<SecurityContext> keySource) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keySource);
        }
    }

    /** The user is logged in at the server already: how is the server's own affair. */
    private static final class LoggedIn extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            String user = request.getHeader(USER_HEADER);
            if (user != null) {
                SecurityContextHolder.getContext()
                        .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                                user,
                                null,
                                List.of(FactorGrantedAuthority.fromAuthority(
                                        FactorGrantedAuthority.PASSWORD_AUTHORITY))));
            }
            chain.doFilter(request, response);
        }
    }
}
