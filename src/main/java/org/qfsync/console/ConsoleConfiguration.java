package org.qfsync.console;

import java.time.Clock;
import java.time.Duration;
import org.qfsync.analytics.QueryRunner;
import org.qfsync.job.LiveRuns;
import org.qfsync.job.RunAudit;
import org.qfsync.job.Runs;
import org.qfsync.report.MonitoringProperties;
import org.qfsync.report.RunReports;
import org.qfsync.report.Vitals;
import org.qfsync.store.DatasetStates;
import org.qfsync.store.Holds;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.CacheControl;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What the console's context is made of: named, not found. */
@ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    HttpEncodingAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class,
    ThymeleafAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class
})
@Import({
    ConsoleSecurity.class,
    BoundedSessions.class,
    Frame.class,
    ErrorPages.class,
    LoginPage.class,
    TonightPage.class,
    RunsPages.class,
    RerunPages.class,
    UsersPages.class,
    UserActions.class,
    ContentPage.class,
    QuestionsPages.class,
    SchedulePages.class,
    DriftPage.class,
    AuditPage.class,
    StopPages.class,
    HoldsPages.class,
    Actuator.class
})
class ConsoleConfiguration implements WebMvcConfigurer {
    private static final String WEB_JARS = "classpath:/META-INF/resources/webjars/";
    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).immutable();

    /** Scripts of others by fixed addresses, so that nothing else in a jar is served. */
    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/" + Assets.HTMX + "/*.min.js")
                .addResourceLocations(WEB_JARS + Assets.HTMX + "/dist/")
                .setCacheControl(FOR_EVER);
        registry.addResourceHandler("/assets/" + Assets.CHARTS + "/*.min.js")
                .addResourceLocations(WEB_JARS + Assets.CHARTS + "/dist/")
                .setCacheControl(FOR_EVER);
        registry.addResourceHandler("/assets/*")
                .addResourceLocations(ConsoleContext.TEMPLATES + "assets/")
                .setCacheControl(CacheControl.noCache());
    }

    @Bean
    RunReports runReports(JdbcClient jdbc, DatasetStates states, Holds holds) {
        return new RunReports(jdbc, states, holds);
    }

    @Bean
    TonightPage.TonightParts tonightParts(
            RunReports reports,
            Holds holds,
            JdbcClient jdbc,
            MonitoringProperties monitoring,
            LiveRuns live,
            Actions actions) {
        return new TonightPage.TonightParts(
                reports,
                holds,
                new NightHistory(jdbc),
                new Standing(jdbc, monitoring),
                new Vitals(jdbc),
                live,
                actions);
    }

    @Bean(destroyMethod = "close")
    Actions actions(Runs runs, RunAudit audit, Clock clock) {
        return new Actions(runs::requestStop, asked -> asked.noteIn(audit), clock);
    }

    @Bean
    QuestionDesk questionDesk(QueryRunner runner) {
        return new QuestionDesk(runner, QuestionDesk.PATIENCE);
    }

    @Bean
    RunList runList(JdbcClient jdbc) {
        return new RunList(jdbc);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> proxies(ConsoleProperties properties) {
        return server -> properties.proxies().valves().forEach(server::addEngineValves);
    }

    @Bean
    FilterRegistrationBean<HostCheck> hostCheck(ConsoleProperties properties) {
        FilterRegistrationBean<HostCheck> first = new FilterRegistrationBean<>(new HostCheck(properties));
        first.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return first;
    }
}
