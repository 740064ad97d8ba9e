package org.qfsync.sandbox;

import java.util.LinkedHashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The page on which a person says who they are and what they allow. */
final class ConsentPage {
    private static final int MOST_USERS_LISTED = 50;

    private static final String FORM = """
            <p>The application <code>%s</code> asks for access to an account here.</p>
            %s<form method="post" action="/oauth2/auth/consent">
            <input type="hidden" name="challenge" value="%s">
            <label for="sub">You are this user of the simulator</label>
            <select id="sub" name="sub">
            %s</select>
            %s<fieldset>
            <legend>The application may</legend>
            %s</fieldset>
            <button type="submit" name="decision" value="allow">Allow</button>
            <button type="submit" name="decision" value="deny">Deny</button>
            </form>
            """;

    private ConsentPage() {}

    static Reply of(ConsentDesk.Question question, String challenge, World world) {
        String device = question.userCode()
                .map(code -> Page.paragraphs("Go on only if your device shows the code " + code + "."))
                .orElse("");
        String unlisted = world.users() <= MOST_USERS_LISTED
                ? ""
                : Page.paragraphs("These are the first of " + world.users()
                        + " users; any other can be chosen by login_hint in the request.");
        return Page.of(
                200,
                "Give your consent",
                FORM.formatted(
                        Page.escape(question.clientId()),
                        device,
                        challenge,
                        users(question, world),
                        unlisted,
                        scopes(question.scopes())));
    }

    private static String users(ConsentDesk.Question question, World world) {
        Set<Integer> listed = IntStream.range(0, Math.min(world.users(), MOST_USERS_LISTED))
                .boxed()
                .collect(Collectors.toCollection(LinkedHashSet::new));
        OptionalInt expected = question.loginHint().map(world::indexOf).orElse(OptionalInt.empty());
        expected.ifPresent(listed::add);
        return listed.stream()
                .map(user -> "<option value=\"%s\"%s>User %d, %s</option>\n"
                        .formatted(
                                world.sub(user),
                                expected.equals(OptionalInt.of(user)) ? " selected" : "",
                                user + 1,
                                world.sub(user)))
                .collect(Collectors.joining());
    }

    private static String scopes(Set<String> scopes) {
        if (scopes.isEmpty()) {
            return "<p>nothing</p>\n";
        }
        return new TreeSet<>(scopes)
                .stream()
                        .map(scope -> ("<label><input type=\"checkbox\" name=\"%s%s\" value=\"on\" checked>"
                                        + " %s (<code>%s</code>)</label>\n")
                                .formatted(
                                        ConsentDesk.SCOPE_FIELD,
                                        Page.escape(scope),
                                        Page.escape(Scopes.meaning(scope)),
                                        Page.escape(scope)))
                        .collect(Collectors.joining());
    }
}
