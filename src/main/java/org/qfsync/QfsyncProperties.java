package org.qfsync;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.qfsync.analytics.QueryProperties;
import org.qfsync.consent.ConsentProperties;
import org.qfsync.consent.LoginProperties;
import org.qfsync.console.ConsoleProperties;
import org.qfsync.content.ContentProperties;
import org.qfsync.content.ContentSyncProperties;
import org.qfsync.domain.Home;
import org.qfsync.domain.InvalidSettingsException;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.Settings;
import org.qfsync.enrolment.EnrolmentProperties;
import org.qfsync.http.HttpProperties;
import org.qfsync.job.ScheduleProperties;
import org.qfsync.notify.NotifyProperties;
import org.qfsync.report.MonitoringProperties;
import org.qfsync.schedule.RetryProperties;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.store.HistoryProperties;
import org.qfsync.store.ReaderProperties;
import org.qfsync.token.ClientProperties;
import org.qfsync.token.TokenProperties;
import org.qfsync.user.UserProperties;

/** The whole configuration, read and judged before anything else happens. Immutable. */
record QfsyncProperties(
        Home home,
        QfEndpoints endpoints,
        ClientProperties client,
        TokenProperties token,
        HttpProperties http,
        DatabaseProperties database,
        ReaderProperties reader,
        QueryProperties query,
        ScheduleProperties schedule,
        RetryProperties retry,
        ContentProperties content,
        UserProperties user,
        ContentSyncProperties contentSync,
        HistoryProperties history,
        ConsentProperties consent,
        LoginProperties login,
        EnrolmentProperties enrolment,
        ConsoleProperties console,
        MonitoringProperties monitoring,
        LogFormat logFormat,
        NotifyProperties notifying) {
    private static final String FILE = "qfsync.properties";

    /**
     * Reads it from the environment and from {@code qfsync.properties} in the home folder; the environment wins.
     *
     * @throws InvalidSettingsException with every violation
     */
    static Read read(Map<String, String> environment) {
        Home home = Home.of(environment);
        Settings settings = new Settings(environment, file(home.path().resolve(FILE)));
        QfEndpoints endpoints = QfEndpoints.from(settings);
        QfsyncProperties properties = new QfsyncProperties(
                home,
                endpoints,
                ClientProperties.from(settings, endpoints),
                TokenProperties.from(settings, endpoints.environment(), home.path()),
                HttpProperties.from(settings),
                DatabaseProperties.from(settings, endpoints.environment(), home.path()),
                ReaderProperties.from(settings),
                QueryProperties.from(settings),
                ScheduleProperties.from(settings),
                RetryProperties.from(settings),
                ContentProperties.from(settings),
                UserProperties.from(settings, endpoints.environment()),
                ContentSyncProperties.from(settings),
                HistoryProperties.from(settings),
                ConsentProperties.from(settings),
                LoginProperties.from(settings),
                EnrolmentProperties.from(settings),
                ConsoleProperties.from(settings),
                MonitoringProperties.from(settings),
                LogFormat.from(settings),
                NotifyProperties.from(settings));
        settings.requireValid();
        return new Read(properties, settings);
    }

    private static Properties file(Path path) {
        Properties properties = new Properties();
        if (Files.isReadable(path)) {
            try (Reader reader = Files.newBufferedReader(path)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new InvalidSettingsException(
                        java.util.List.of("Cannot read " + path + ": not a properties file"));
            }
        }
        return properties;
    }

    /** The configuration, with what was odd about it. */
    record Read(QfsyncProperties properties, Settings settings) {}
}
