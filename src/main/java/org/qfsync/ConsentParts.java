package org.qfsync;

import java.time.Clock;
import org.qfsync.consent.AuthorizationCodeFlow;
import org.qfsync.consent.ConsentProperties;
import org.qfsync.consent.DataAskedFor;
import org.qfsync.consent.Erasure;
import org.qfsync.consent.GrantDesk;
import org.qfsync.consent.ImportRules;
import org.qfsync.consent.LoginProperties;
import org.qfsync.consent.SelfService;
import org.qfsync.consent.UserExport;
import org.qfsync.consent.Withdrawals;
import org.qfsync.enrolment.Enrolment;
import org.qfsync.enrolment.EnrolmentProperties;
import org.qfsync.store.Database;
import org.qfsync.store.Deployment;
import org.qfsync.store.KeptAnswers;
import org.qfsync.store.StaleSlices;
import org.qfsync.store.SyncedUsers;
import org.qfsync.store.UserRows;
import org.qfsync.token.TokenPolicy;
import org.qfsync.token.Tokens;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts by which consents come and go, made from the configuration. */
@Configuration(proxyBeanMethods = false)
class ConsentParts {
    @Bean
    ConsentProperties consentProperties(QfsyncProperties properties) {
        return properties.consent();
    }

    @Bean
    TokenPolicy tokenPolicy(QfsyncProperties properties) {
        return properties.token().policy();
    }

    @Bean
    StaleSlices staleSlices(Database database) {
        return new StaleSlices(new KeptAnswers(database));
    }

    @Bean
    Withdrawals withdrawals(
            Tokens tokens, SyncedUsers users, ConsentProperties properties, StaleSlices slices, Clock clock) {
        return new Withdrawals(tokens, users, properties, slices, clock);
    }

    @Bean
    Erasure erasure(
            Tokens tokens, UserRows rows, SyncedUsers users, Database database, StaleSlices slices, Clock clock) {
        return new Erasure(tokens, rows, users, database, slices, clock);
    }

    @Bean
    UserExport userExport(Tokens tokens, UserRows rows, Clock clock) {
        return new UserExport(tokens, rows, clock);
    }

    @Bean
    DataAskedFor dataAskedFor(QfsyncProperties properties) {
        return DataAskedFor.of(properties.user().datasets(), properties.login().scopes());
    }

    @Bean
    GrantDesk grantDesk(Tokens tokens, Withdrawals withdrawals, Erasure erasure, ConsentProperties properties) {
        return new GrantDesk(tokens, withdrawals, erasure, properties);
    }

    @Bean
    SelfService selfService(
            AuthorizationCodeFlow flow,
            LoginProperties login,
            Withdrawals withdrawals,
            Erasure erasure,
            ConsentProperties properties) {
        return new SelfService(flow, login, withdrawals, erasure, properties);
    }

    @Bean
    EnrolmentProperties enrolmentProperties(QfsyncProperties properties) {
        return properties.enrolment();
    }

    /** Serves nothing before it is started. */
    @Bean(destroyMethod = "close")
    Enrolment enrolment(QfsyncProperties properties, SelfService consents, Clock clock) {
        return new Enrolment(properties.enrolment(), consents, clock);
    }

    /** What a consent must be to be taken over into this database. */
    @Bean
    ImportRules importRules(QfsyncProperties properties, Database database, Clock clock) {
        return new ImportRules(
                properties.client().clientId(),
                properties.endpoints().environment(),
                database.deployment().flatMap(Deployment::issuer),
                properties.endpoints().authBaseUrl(),
                properties.token().policy().refreshTokenLifetime(),
                clock);
    }
}
