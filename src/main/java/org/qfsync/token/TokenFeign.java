package org.qfsync.token;

import feign.HeaderMap;
import feign.Headers;
import feign.RequestLine;
import feign.Response;
import java.net.URI;
import java.util.Map;

/** The endpoints of the authorization server that we call, on the wire; {@link TokenClient} reads the answers. */
@Headers({"Content-Type: application/x-www-form-urlencoded", "Accept: application/json"})
interface TokenFeign {
    @RequestLine("POST /oauth2/token")
    Response token(@HeaderMap Map<String, String> authentication, String form);

    @RequestLine("POST /oauth2/introspect")
    Response introspect(@HeaderMap Map<String, String> authentication, String form);

    @RequestLine("POST /oauth2/revoke")
    Response revoke(@HeaderMap Map<String, String> authentication, String form);

    /** The device authorization endpoint, at the whole address that the server's discovery document names. */
    @RequestLine("POST")
    Response device(URI endpoint, @HeaderMap Map<String, String> authentication, String form);
}
