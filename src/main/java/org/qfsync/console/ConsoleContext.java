package org.qfsync.console;

import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.core.env.AbstractEnvironment;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Makes the context of the web server. Its settings are those below and no others: neither variables of the environment
 * nor files change them. It shares the program's parts, and not its environment.
 */
final class ConsoleContext {
    static final String TEMPLATES = "classpath:/org/qfsync/console/";

    private static final int THREADS = 16;
    private static final int CONNECTIONS = 1024;

    private ConsoleContext() {}

    /** Not refreshed yet. */
    static ServletWebServerApplicationContext of(ConsoleProperties properties, BeanFactory program) {
        DefaultListableBeanFactory pages = new DefaultListableBeanFactory(program);
        pages.setAllowBeanDefinitionOverriding(false);
        AnnotationConfigServletWebServerApplicationContext context =
                new AnnotationConfigServletWebServerApplicationContext(pages);
        context.setDisplayName("console");
        context.setEnvironment(environment(properties));
        context.registerBean(ConsoleProperties.class, () -> properties);
        context.register(ConsoleConfiguration.class);
        return context;
    }

    private static ConfigurableEnvironment environment(ConsoleProperties properties) {
        ConfigurableEnvironment environment = new AbstractEnvironment() {};
        environment.getPropertySources().addFirst(new MapPropertySource("console", settings(properties)));
        return environment;
    }

    private static Map<String, Object> settings(ConsoleProperties properties) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("server.port", properties.port().orElseThrow());
        settings.put("server.address", properties.address().getHostAddress());
        // What proxies say is believed of those that are named, by a valve; never by what the platform looks like.
        settings.put("server.forward-headers-strategy", "none");
        settings.put("server.shutdown", "graceful");
        settings.put("spring.lifecycle.timeout-per-shutdown-phase", "10s");
        settings.put("server.tomcat.threads.max", THREADS);
        settings.put("server.tomcat.threads.min-spare", 1);
        settings.put("server.tomcat.max-connections", CONNECTIONS);
        settings.put("server.tomcat.connection-timeout", "10s");
        settings.put("server.tomcat.max-http-form-post-size", "64KB");
        settings.put("server.compression.enabled", true);
        settings.put("server.compression.mime-types", "text/html,text/css,text/javascript");
        settings.put("server.servlet.session.timeout", SessionEnd.IDLE.toString());
        settings.put("server.servlet.session.tracking-modes", "cookie");
        settings.put("server.servlet.session.cookie.name", "qfsync-console");
        settings.put("server.servlet.session.cookie.http-only", true);
        settings.put("server.servlet.session.cookie.same-site", "strict");
        settings.put("server.servlet.session.cookie.secure", properties.isSecure());
        settings.put("spring.web.resources.add-mappings", false);
        settings.put("spring.thymeleaf.prefix", TEMPLATES);
        // A page that fails half way is not sent by half.
        settings.put("spring.thymeleaf.servlet.produce-partial-output-while-processing", false);
        return settings;
    }
}
