package org.qfsync.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorBodyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'message':'m','type':'invalid_request','success':false}|invalid_request|m",
                "{'error':{'code':'resync_required','message':'m'}}|resync_required|m",
                "{'error':{'code':'invalid_client','message':'m','details':'d'}}|invalid_client|m",
                "{'details':{'success':false,'error':{'code':'ValidationError','message':'n','details':{'sortBy':'INVALID'}}},'message':'m','type':'unprocessable_entity','success':false}|ValidationError|m",
                "{'success':false,'error':{'code':'OutOfSyncError','message':'m'}}|OutOfSyncError|m",
                "{'error':'invalid_grant','error_description':'m','error_hint':'h','status_code':400}|invalid_grant|m",
                "{'status':400,'error':{'code':'INVALID_PARAMETER','message':'m','details':{}}}|INVALID_PARAMETER|m",
                "{'message':'m'}|http_418|m",
                "{'error':{'code':7}}|http_418|''",
                "{'error':'no code but a sentence'}|http_418|''",
                "[]|http_418|''",
                "''|http_418|''",
                "plain text|http_418|''",
                "{'error':|http_418|''",
            })
    void everyKnownShapeIsRead(String body, String code, String message) {
        ErrorBody error = parse(body.replace('\'', '"'), "application/json");
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.message()).isEqualTo(message);
    }

    @Test
    void theGatewaysTypeAndTheRequestIdAreKeptBesideTheCode() {
        ErrorBody error = parse(
                "{\"type\":\"unprocessable_entity\",\"details\":{\"error\":{\"code\":\"missing_resources\"}},"
                        + "\"requestId\":\"req-1\"}",
                "application/json");
        assertThat(error.type()).contains("unprocessable_entity");
        assertThat(error.code()).isEqualTo("missing_resources");
        assertThat(error.requestId()).contains("req-1");
    }

    @Test
    void anHtmlPageIsNamedAndNotRepeated() {
        assertThat(parse("<html><h1>secret</h1>", "application/json").code()).isEqualTo("html_error_page");
        assertThat(parse("oops secret", "text/html; charset=utf-8"))
                .matches(error -> error.code().equals("html_error_page"))
                .matches(error -> !error.message().contains("secret"));
    }

    @Test
    void noBodyIsNamedByItsStatus() {
        assertThat(ErrorBody.parse(502, null, null).code()).isEqualTo("http_502");
    }

    @Test
    void messagesAreOneShortLineWithoutAnythingThatCouldBeAToken() {
        ErrorBody error = parse(
                "{\"error\":\"x\",\"error_description\":\"line\\n\\u001b[31mtwo ory_rt_abcdefghijklmnopqrstuv.wxyz end "
                        + "lorem ipsum ".repeat(40) + "\"}",
                "application/json");
        assertThat(error.message())
                .startsWith("line [31mtwo … end")
                .hasSizeLessThanOrEqualTo(200)
                .endsWith("…")
                .doesNotContain("ory_rt");
    }

    private static ErrorBody parse(String body, String contentType) {
        return ErrorBody.parse(418, body.getBytes(StandardCharsets.UTF_8), contentType);
    }
}
