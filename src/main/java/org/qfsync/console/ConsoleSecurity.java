package org.qfsync.console;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.qfsync.domain.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Who may do what: a reader looks, an operator acts. Each request that changes something is a POST with a token against
 * forgery (CSRF) and needs an operator, whichever page it belongs to. Where no password is configured, which is possible
 * on loopback alone, everyone is operator.
 */
@EnableWebSecurity
class ConsoleSecurity {
    static final String OPERATOR = "OPERATOR";
    static final String READER = "READER";

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSecurity.class);
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    private static final String BEARER = "Bearer ";

    @Bean
    SecurityFilterChain security(HttpSecurity http, ConsoleProperties properties, Clock clock) throws Exception {
        http.authorizeHttpRequests(requests -> rules(requests, properties))
                .headers(headers -> headers(headers, properties))
                .requestCache(cache -> cache.disable())
                .httpBasic(basic -> basic.disable())
                .exceptionHandling(failures -> failures.accessDeniedHandler(refusal()));
        if (properties.isGuarded()) {
            http.formLogin(form -> form.loginPage(LoginPage.PATH)
                            .defaultSuccessUrl("/", true)
                            .failureHandler((request, response, failure) -> {
                                LOG.warn("A login to the console was refused");
                                response.sendRedirect(LoginPage.PATH + "?problem=refused");
                            }))
                    .logout(logout -> logout.logoutSuccessUrl(LoginPage.PATH))
                    .exceptionHandling(failures -> failures.authenticationEntryPoint(entry()))
                    .addFilterBefore(
                            new SessionEnd(clock, properties.sessionLifetime()), SecurityContextHolderFilter.class)
                    .addFilterBefore(new LoginLimit(), UsernamePasswordAuthenticationFilter.class);
        } else {
            http.formLogin(form -> form.disable())
                    .logout(logout -> logout.disable())
                    .anonymous(everyone ->
                            everyone.principal("operator").authorities("ROLE_" + OPERATOR, "ROLE_" + READER));
        }
        return http.build();
    }

    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests,
            ConsoleProperties properties) {
        requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                .permitAll()
                .requestMatchers(
                        HttpMethod.GET, "/assets/**", LoginPage.PATH, "/actuator/health", "/actuator/health/**")
                .permitAll()
                .requestMatchers(HttpMethod.POST, LoginPage.PATH)
                .permitAll()
                .requestMatchers(HttpMethod.GET, "/actuator/**")
                .access((who, what) -> mayScrape(who, what, properties.metricsToken()))
                .requestMatchers(HttpMethod.POST, "/logout")
                .hasRole(READER)
                .requestMatchers(HttpMethod.GET)
                .hasRole(READER)
                .requestMatchers(HttpMethod.HEAD)
                .hasRole(READER)
                .anyRequest()
                .hasRole(OPERATOR);
    }

    private static AuthorizationResult mayScrape(
            Supplier<? extends Authentication> who, RequestAuthorizationContext what, Optional<Secret> token) {
        boolean reader = who.get().getAuthorities().stream()
                .anyMatch(authority -> ("ROLE_" + READER).equals(authority.getAuthority()));
        return new AuthorizationDecision(reader
                || token.filter(secret -> shows(what.getRequest(), secret)).isPresent());
    }

    private static boolean shows(HttpServletRequest request, Secret token) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null
                && header.startsWith(BEARER)
                && MessageDigest.isEqual(
                        header.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8),
                        token.reveal().getBytes(StandardCharsets.UTF_8));
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers, ConsoleProperties properties) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(POLICY))
                .frameOptions(frames -> frames.deny())
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN));
        if (!properties.isSecure()) {
            headers.httpStrictTransportSecurity(transport -> transport.disable());
        } else {
            // TLS ends at the proxy in front of us: what reaches us looks insecure.
            headers.httpStrictTransportSecurity(transport -> transport.requestMatcher(request -> true));
        }
    }

    /** People are asked to sign in; a part of a page that is fetched again and again makes the whole page do so. */
    private static AuthenticationEntryPoint entry() {
        AuthenticationEntryPoint people = new LoginUrlAuthenticationEntryPoint(LoginPage.PATH);
        return (request, response, failure) -> {
            if (request.getHeader("HX-Request") != null) {
                response.setHeader("HX-Refresh", "true");
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            } else if (request.getRequestURI().startsWith("/actuator/")) {
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            } else {
                people.commence(request, response, failure);
            }
        };
    }

    /** A form that is too old, and an action that is none of a reader's, are refused with different advice. */
    private static AccessDeniedHandler refusal() {
        return (request, response, refused) -> response.sendError(
                403,
                refused instanceof CsrfException
                        ? "This form was too old. Go back, load the page again and repeat what you did; nothing was done."
                        : "You may look, but not act: sign in as operator; nothing was done.");
    }

    /** The account that asks; a request's own principal is missing where nobody signs in. */
    static String whoAsks() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        return who == null ? "nobody" : who.getName();
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    @Bean
    UserDetailsService accounts(ConsoleProperties properties) {
        List<UserDetails> accounts = new ArrayList<>();
        properties.operatorHash().ifPresent(hash -> accounts.add(account("operator", hash, OPERATOR, READER)));
        properties.readerHash().ifPresent(hash -> accounts.add(account("reader", hash, READER)));
        return new InMemoryUserDetailsManager(accounts);
    }

    private static UserDetails account(String name, Secret hash, String... roles) {
        return User.withUsername(name).password(hash.reveal()).roles(roles).build();
    }
}
