package org.qfsync.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qfsync.sandbox.DeviceCodes.Device;

/** Where a device asks for its codes, and where a person types the short one (RFC 8628 §3.1 and §3.3). */
final class DeviceEndpoints {
    private static final String FORM = """
            <p>Type the code that your device shows.</p>
            <form method="get" action="/oauth2/device/verify">
            <label for="user_code">Code</label>
            <input type="text" id="user_code" name="user_code" autocomplete="off" autocapitalize="characters" required>
            <button type="submit">Go on</button>
            </form>
            """;

    private final OAuthParts parts;
    private final DeviceCodes devices;
    private final ConsentDesk desk;

    DeviceEndpoints(OAuthParts parts, DeviceCodes devices, ConsentDesk desk) {
        this.parts = parts;
        this.devices = devices;
        this.desk = desk;
    }

    Reply begin(Call call, String baseUrl) {
        Map<String, String> form = call.form();
        int client = parts.clients().authenticate(call.header("Authorization"), form);
        Set<String> scopes = parts.registration().approved(Scopes.parse(form.getOrDefault("scope", "")));
        return devices.begin(client, scopes, baseUrl + "/oauth2/device/verify");
    }

    Reply verify(Call call) {
        String userCode = call.query().getOrDefault("user_code", "");
        if (userCode.isBlank()) {
            return Page.of(200, "Connect a device", FORM);
        }
        return devices.waiting(userCode)
                .map(this::ask)
                .orElseGet(() -> Page.of(
                        400,
                        "Connect a device",
                        Page.paragraphs("No device waits with this code. It may be mistyped, used or too old.")
                                + FORM));
    }

    private Reply ask(Device device) {
        return desk.ask(
                new ConsentDesk.Question(
                        parts.clients().id(device.client()),
                        device.scopes(),
                        Optional.empty(),
                        Optional.of(device.userCode())),
                new ConsentDesk.Listener() {
                    @Override
                    public Reply allowed(int user, Set<String> scopes) {
                        devices.answer(device, Optional.of(user), scopes);
                        return Reply.redirect("/oauth2/device/done?answer=allowed");
                    }

                    @Override
                    public Reply denied() {
                        devices.answer(device, Optional.empty(), Set.of());
                        return Reply.redirect("/oauth2/device/done?answer=denied");
                    }
                });
    }

    Reply done() {
        return Page.of(200, "Your device knows", Page.paragraphs("Go back to your device. This page can be closed."));
    }
}
