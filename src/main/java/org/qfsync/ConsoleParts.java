package org.qfsync;

import org.qfsync.console.Console;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The operators' pages of the daemon. */
@Configuration(proxyBeanMethods = false)
class ConsoleParts {
    /** Serves nothing before it is started. */
    @Bean(destroyMethod = "close")
    Console console(QfsyncProperties properties, BeanFactory program) {
        return new Console(properties.console(), program);
    }
}
