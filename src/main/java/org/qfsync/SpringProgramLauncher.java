package org.qfsync;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.qfsync.cli.ProgramLauncher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeansException;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Starts the program as a Spring context without a web server, after the configuration has proved to be whole. */
final class SpringProgramLauncher implements ProgramLauncher {
    private final Map<String, String> environment;
    private final Clock clock;
    private final LogSetup logSetup;

    SpringProgramLauncher(Map<String, String> environment, Clock clock) {
        this(environment, clock, LogSetup.UNCHANGED);
    }

    SpringProgramLauncher(Map<String, String> environment, Clock clock, LogSetup logSetup) {
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        this.logSetup = logSetup;
    }

    @Override
    public Program start(Occasion occasion) {
        Map<String, String> effective = new HashMap<>(occasion.alone() ? Map.of() : environment);
        effective.putAll(occasion.overrides());
        QfsyncProperties.Read read = QfsyncProperties.read(effective);
        read.properties().home().create();
        logSetup.use(read.properties(), occasion.logs());
        // Made here and not in a static field: the first logger configures Logback.
        Logger log = LoggerFactory.getLogger(SpringProgramLauncher.class);
        read.settings().warnings().forEach(log::warn);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Parts.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .lazyInitialization(true)
                // The command that started it decides when it ends; see OrderlyStop.
                .registerShutdownHook(false)
                .initializers(given -> {
                    GenericApplicationContext beans = (GenericApplicationContext) given;
                    beans.registerBean(QfsyncProperties.class, read::properties);
                    beans.registerBean(
                            Parts.Doing.class, () -> new Parts.Doing(occasion.doing(), occasion.rehearsal()));
                    beans.registerBean(Clock.class, () -> occasion.clock().orElse(clock));
                })
                .run();
        return new SpringProgram(context);
    }

    /** A Spring context as a program. */
    record SpringProgram(ConfigurableApplicationContext context) implements Program {
        @Override
        public <T> T get(Class<T> part) {
            try {
                return context.getBean(part);
            } catch (BeansException e) {
                throw ownCause(e);
            }
        }

        /** What a part of ours refused is told in its own words, not in the container's. */
        private static RuntimeException ownCause(BeansException failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof RuntimeException own
                        && own.getClass().getPackageName().startsWith("org.qfsync")) {
                    return own;
                }
            }
            return failure;
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
