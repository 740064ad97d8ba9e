package org.qfsync.console;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class LoginLimitTest {
    private final LoginLimit limit = new LoginLimit();

    @Test
    void guessingPasswordsSoonHasToWait() throws Exception {
        for (int i = 0; i < 8; i++) {
            assertThat(answer("POST", "192.0.2.1").getStatus()).isEqualTo(200);
        }

        MockHttpServletResponse refused = answer("POST", "192.0.2.1");
        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(refused.getHeader("Retry-After")).isNotNull();
        assertThat(answer("POST", "/%6Cogin", "192.0.2.1").getStatus())
                .as("the same page, written otherwise")
                .isEqualTo(429);
        assertThat(answer("GET", "192.0.2.1").getStatus()).isEqualTo(200);
        assertThat(answer("POST", "192.0.2.2").getStatus()).as("somebody else").isEqualTo(200);
    }

    @Test
    void whoHasANetworkOfIpv6HasNoMoreTriesThanWhoHasOneAddress() throws Exception {
        for (int i = 0; i < 8; i++) {
            answer("POST", "2001:db8:1:2::" + i);
        }

        assertThat(answer("POST", "2001:db8:1:2:ffff::1").getStatus()).isEqualTo(429);
        assertThat(answer("POST", "2001:db8:1:3::1").getStatus()).isEqualTo(200);
    }

    private MockHttpServletResponse answer(String method, String from) throws ServletException, IOException {
        return answer(method, "/login", from);
    }

    private MockHttpServletResponse answer(String method, String path, String from)
            throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.setRemoteAddr(from);
        MockHttpServletResponse response = new MockHttpServletResponse();
        limit.doFilter(request, response, new MockFilterChain());
        return response;
    }
}
