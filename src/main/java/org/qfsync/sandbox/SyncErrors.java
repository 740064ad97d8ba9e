package org.qfsync.sandbox;

import java.util.Map;

/**
 * How Content Sync says no: as documented, or in the way of the deployed gateway ({@link Quirk#GATEWAY_SYNC_ERRORS}).
 */
record SyncErrors(boolean asGateway) {
    Refusal refusal(int status, String code, String message) {
        Map<String, Object> error =
                Fields.of("code", code).with("message", message).map();
        Reply reply = asGateway ? gateway(status, error, message) : documented(status, error);
        return Refusal.of(code, reply.with("Cache-Control", "no-store"));
    }

    private static Reply documented(int status, Map<String, Object> error) {
        return Reply.json(
                status, json -> Fields.write(json, Fields.of("error", error).map()));
    }

    private static Reply gateway(int status, Map<String, Object> error, String message) {
        Fields body = Fields.of("details", Fields.of("error", error).map()).with("message", message);
        if (status == 422 || status == 404) {
            body.with("type", status == 422 ? "unprocessable_entity" : "not_found");
        }
        return Reply.json(
                status, json -> Fields.write(json, body.with("success", false).map()));
    }
}
