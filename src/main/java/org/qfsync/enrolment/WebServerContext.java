package org.qfsync.enrolment;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.function.support.HandlerFunctionAdapter;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * Makes the web server's context: one servlet, one filter, templates. Each part is named here; nothing is found by
 * itself and no variable of the environment changes it.
 */
final class WebServerContext {
    private static final int BODY_LIMIT = 16 * 1024;
    private static final int THREADS = 16;
    private static final int CONNECTIONS = 1024;
    private static final int PARAMETERS = 50;
    private static final Duration SILENCE = Duration.ofSeconds(10);
    /** As long as a token request and its saving may take. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(25);

    private WebServerContext() {}

    /** Not refreshed yet. */
    static ServletWebServerApplicationContext of(EnrolmentProperties properties, Site site) {
        ServletWebServerApplicationContext context = new ServletWebServerApplicationContext();
        context.setDisplayName("enrolment");
        context.registerBean(TomcatServletWebServerFactory.class, () -> tomcat(properties));
        context.registerBean(
                "quietRequests", FilterRegistrationBean.class, () -> new FilterRegistrationBean<>(new QuietRequests()));
        context.registerBean(
                "servlet",
                ServletRegistrationBean.class,
                () -> new ServletRegistrationBean<>(new DispatcherServlet(context), "/"));
        HandlerFunction<ServerResponse> handler = site.routes()::answer;
        RouterFunction<ServerResponse> router = request -> Optional.of(handler);
        context.registerBean(RouterFunctionMapping.class, () -> new RouterFunctionMapping(router));
        context.registerBean(HandlerFunctionAdapter.class, HandlerFunctionAdapter::new);
        context.registerBean(SpringTemplateEngine.class, WebServerContext::templates);
        context.registerBean(ThymeleafViewResolver.class, () -> views(context.getBean(SpringTemplateEngine.class)));
        context.registerBean("lifecycleProcessor", DefaultLifecycleProcessor.class, WebServerContext::lifecycle);
        return context;
    }

    private static TomcatServletWebServerFactory tomcat(EnrolmentProperties properties) {
        TomcatServletWebServerFactory tomcat =
                new TomcatServletWebServerFactory(properties.port().orElseThrow());
        tomcat.setAddress(properties.address());
        tomcat.setShutdown(Shutdown.GRACEFUL);
        tomcat.addEngineValves(new SafeResponses(properties.isSecure()));
        properties.proxies().valves().forEach(tomcat::addEngineValves);
        tomcat.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass("");
                host.getPipeline().addValve(new LastResort());
            }
        });
        tomcat.addConnectorCustomizers(connector -> {
            connector.setMaxPostSize(BODY_LIMIT);
            connector.setMaxParameterCount(PARAMETERS);
            connector.setXpoweredBy(false);
            if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
                protocol.setMaxThreads(THREADS);
                protocol.setMinSpareThreads(1);
                protocol.setMaxConnections(CONNECTIONS);
                protocol.setConnectionTimeout(Math.toIntExact(SILENCE.toMillis()));
            }
        });
        return tomcat;
    }

    private static SpringTemplateEngine templates() {
        ClassLoaderTemplateResolver files = new ClassLoaderTemplateResolver(WebServerContext.class.getClassLoader());
        files.setPrefix("org/qfsync/enrolment/");
        files.setSuffix(".html");
        files.setTemplateMode(TemplateMode.HTML);
        files.setCharacterEncoding(StandardCharsets.UTF_8.name());
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.setTemplateResolver(files);
        return engine;
    }

    private static ThymeleafViewResolver views(SpringTemplateEngine engine) {
        ThymeleafViewResolver views = new ThymeleafViewResolver();
        views.setTemplateEngine(engine);
        views.setCharacterEncoding(StandardCharsets.UTF_8.name());
        views.setContentType("text/html;charset=UTF-8");
        // A page that fails half way is not sent by half.
        views.setProducePartialOutputWhileProcessing(false);
        return views;
    }

    private static DefaultLifecycleProcessor lifecycle() {
        DefaultLifecycleProcessor lifecycle = new DefaultLifecycleProcessor();
        lifecycle.setTimeoutPerShutdownPhase(LAST_ANSWERS.toMillis());
        return lifecycle;
    }
}
