package org.qfsync.console;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.Settings;
import org.qfsync.testing.SettableClock;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.context.support.GenericWebApplicationContext;

/** The filters of the console, with a clock that tests set. */
class SessionEndTest {
    private final SettableClock clock = new SettableClock();
    private final GenericWebApplicationContext context = new GenericWebApplicationContext();
    private final MockHttpSession session = new MockHttpSession();

    @BeforeEach
    void signIn() {
        context.setServletContext(new MockServletContext());
        new AnnotatedBeanDefinitionReader(context).register(ConsoleSecurity.class);
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(
                ConsoleProperties.class,
                () -> ConsoleProperties.from(new Settings(
                        Map.of("QFSYNC_CONSOLE_READER_PASSWORD_HASH", "$2y$12$" + "a".repeat(53)), new Properties())));
        context.refresh();
        session.setAttribute(
                HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY,
                new SecurityContextImpl(new TestingAuthenticationToken("reader", "", "ROLE_READER")));
        assertThat(status("/")).isEqualTo(200);
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void aSessionEndsWhenItsTimeIsOverHoweverMuchItIsUsed() {
        for (int i = 1; i < 12 * 4; i++) {
            clock.advance(Duration.ofMinutes(15));
            assertThat(status("/runs")).isEqualTo(200);
        }
        clock.advance(Duration.ofMinutes(15));

        assertThat(status("/runs")).isEqualTo(302);
        assertThat(session.isInvalid()).isTrue();
    }

    @Test
    void whatAnOpenPageAsksForByItselfKeepsNoSessionAlive() {
        for (int i = 0; i < 29; i++) {
            clock.advance(Duration.ofMinutes(1));
            assertThat(status("/tonight/live")).isEqualTo(200);
        }
        clock.advance(Duration.ofMinutes(1));

        assertThat(status("/tonight/live")).isEqualTo(302);
    }

    private int status(String path) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        request.setServletPath(path);
        request.setSession(session);
        MockHttpServletResponse response = new MockHttpServletResponse();
        try {
            context.getBean("springSecurityFilterChain", Filter.class)
                    .doFilter(request, response, new MockFilterChain());
        } catch (java.io.IOException | jakarta.servlet.ServletException e) {
            throw new IllegalStateException(e);
        }
        return response.getStatus();
    }
}
