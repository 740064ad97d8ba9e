package org.qfsync;

import java.time.Clock;
import org.qfsync.consent.ConsentProperties;
import org.qfsync.job.RunListener;
import org.qfsync.notify.Notifier;
import org.qfsync.report.RunReports;
import org.qfsync.store.DatasetStates;
import org.qfsync.store.Holds;
import org.qfsync.token.TokenPolicy;
import org.qfsync.token.Tokens;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The parts that tell people of runs, made from the configuration. */
@Configuration(proxyBeanMethods = false)
class NotifyParts {
    /** Needs no database before a run ended: that it is gone is told as well. */
    @Bean
    Notifier notifier(QfsyncProperties properties, ObjectProvider<JdbcClient> jdbc, Clock clock) {
        Notifier.Place place = new Notifier.Place(
                properties.endpoints().environment().id(), properties.home().path());
        return new Notifier(properties.notifying(), jdbc::getObject, place, clock);
    }

    /** Of a rehearsal nothing is told. */
    @Bean
    RunListener runNotices(Notifier notifier, Parts.Doing doing, ObjectProvider<RunNotices.Sources> sources) {
        return doing.rehearsal() || notifier.channels().isEmpty()
                ? new RunListener() {}
                : new RunNotices(notifier, sources::getObject);
    }

    @Bean
    RunNotices.Sources runNoticeSources(
            JdbcClient jdbc,
            DatasetStates states,
            Holds holds,
            Tokens tokens,
            TokenPolicy policy,
            ConsentProperties consent,
            Clock clock) {
        RunReports reports = new RunReports(jdbc, states, holds);
        return new RunNotices.Sources(reports, tokens, policy, consent.connectPage(), clock);
    }
}
