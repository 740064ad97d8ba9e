/**
 * The operators' web pages: what happened at night, what happens now, and what to do next.
 *
 * <p>May use: {@code analytics}, {@code job}, {@code schedule}, {@code consent}, {@code report}, {@code http}, {@code store} ({@code domain} is
 * open to every package). It has a web server and a Spring context of its own inside the daemon; what of Spring Boot is in it,
 * {@link org.qfsync.console.ConsoleConfiguration} names.
 *
 * <h2>How a page is made</h2>
 *
 * <ol>
 *   <li>A {@link org.qfsync.console.Section} names it in the navigation.
 *   <li>A package-private {@code @Controller} reads what the page shows and returns the name of its template. It is
 *       listed in {@code ConsoleConfiguration}; nothing is found by itself. It asks for the program's parts in its
 *       constructor, as any part of the program does. What it shows are records; {@link org.qfsync.console.Frame} adds
 *       what each page has: navigation, {@code say} for words ({@link org.qfsync.console.Phrases}), {@code mayAct},
 *       the notice of the last action.
 *   <li>A template {@code NAME.html} beside the stylesheet begins like {@code tonight.html}: {@code <html
 *       th:replace="~{layout :: page('Title', ~{::main})}">} with one {@code <main id="main">} and one {@code <h1>}.
 *       The policy for content forbids scripts and styles in the page: no {@code style}, no {@code on...} attributes.
 *   <li>Texts of users and of the service stand in {@code <bdi dir="auto" th:text="...">}, never in
 *       {@code th:utext}. Wide tables stand in {@code <div class="scroll" tabindex="0" role="region"
 *       aria-label="...">}. A state is a word in {@code <span class="state good|warn|bad|quiet">}: colour alone says
 *       nothing. Times are {@code <time th:datetime="${t}" th:text="${say.at(t)}">}.
 *   <li>What moves is a fragment with its own address, polled by htmx: {@code hx-get="..." hx-trigger="every 2s"
 *       hx-swap="outerHTML"}; the page is whole without it.
 *   <li>An action is a form: {@code <form method="post" th:action="@{/...}">} (which carries the CSRF token), under
 *       {@code th:if="${mayAct}"}. Every POST needs the role of an operator, without a word in the controller. What
 *       cannot be taken back has a page of its own that says what will happen. The handler does it, adds a
 *       {@link org.qfsync.console.Notice} to the redirect, writes who asked ({@link
 *       org.qfsync.console.ConsoleSecurity#whoAsks()}) to the log or the audit, and returns {@code "redirect:/..."}.
 *   <li>What is not there is a {@code ResponseStatusException} with NOT_FOUND and a sentence that says what to do;
 *       {@link org.qfsync.console.ErrorPages} shows it.
 * </ol>
 */
@NullMarked
package org.qfsync.console;

import org.jspecify.annotations.NullMarked;
