package io.jenkins.plugins.proxmox.core.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
    private static final ApiRequest REQUEST =
            ApiRequest.put(ApiPath.of("nodes", "pve", "qemu", 101, "config")).with("cipassword", "s3cret");

    @Test
    void givesTheData() {
        assertThat(Answers.read(REQUEST, answer(200, "OK", "{\"data\":\"104\"}"))
                        .text())
                .contains("104");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data\":null}", "{\"success\":1}"})
    void takesSuccessWithoutDataForSuccess(String body) {
        assertThat(Answers.read(REQUEST, answer(200, "OK", body)).isEmpty()).isTrue();
    }

    @Test
    void readsTheTextOutOfTheReasonPhraseWhereTheBodyHasNone() {
        ProxmoxException failure = failure(500, "VM is locked (clone)", "{\"data\":null}");
        assertThat(failure.problem()).isEqualTo(new Problem.Locked("clone"));
        assertThat(failure).hasMessage("VM is locked (clone) (status 500) [PUT /nodes/pve/qemu/101/config]");
    }

    @Test
    void prefersTheMessageOfTheBodyWithoutItsLineEnd() {
        ProxmoxException failure =
                failure(500, "VM is locked (backup)", "{\"data\":null,\"message\":\"VM is locked (backup)\\n\"}");
        assertThat(failure.problem()).isEqualTo(new Problem.Locked("backup"));
        assertThat(failure).hasMessage("VM is locked (backup) [PUT /nodes/pve/qemu/101/config]");
    }

    @Test
    void keepsTheLinesOfTheMessageThatTheReasonPhraseLacks() {
        ProxmoxException failure = failure(
                500,
                "can't activate storage 'nfs'",
                "{\"message\":\"can't activate storage 'nfs'\\n"
                        + "mount error: No space left on device\\n"
                        + "\",\"data\":null}");
        assertThat(failure.problem()).isEqualTo(new Problem.StorageFull());
        assertThat(failure).hasMessageContaining("mount error: No space left on device");
    }

    @Test
    void tellsAllParametersThatWereRefused() {
        ProxmoxException failure = failure(400, "Parameter verification failed.", """
            {"data":null,"message":"Parameter verification failed.\\n","errors":{
            "name":"invalid format - value does not look like a valid DNS name\\n",
            "memory":"invalid format - format error\\nmemory.current: type check ('integer') failed - got 'x'\\n",
            "vmid":"invalid format - value does not look like a valid VM ID\\n"}}
            """);
        Map<String, String> errors = Map.of(
                "name", "invalid format - value does not look like a valid DNS name",
                "memory", "invalid format - format error memory.current: type check ('integer') failed - got 'x'",
                "vmid", "invalid format - value does not look like a valid VM ID");
        assertThat(failure.problem()).isEqualTo(new Problem.Parameter(errors));
        errors.forEach((name, error) -> assertThat(failure).hasMessageContaining(name + ": " + error));
    }

    @Test
    void tellsRefusedParametersOfPve7Too() {
        ProxmoxException failure = failure(
                400,
                "Parameter verification failed.",
                "{\"data\":null,\"errors\":{\"foo\":\"property is not defined in schema\"}}");
        assertThat(failure.problem())
                .isEqualTo(new Problem.Parameter(Map.of("foo", "property is not defined in schema")));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        vmid,   VM 100 already exists,                                          AlreadyExists
        upid,   no such task,                                                   NotFound
        upid,   unable to parse worker upid,                                    Parameter
        cores,  value must have a minimum value of 1,                           Parameter
        """)
    void knowsWhatIsNoWrongParameterAlthoughItLooksLikeOne(String name, String error, String problem) {
        ProxmoxException failure = failure(
                400,
                "Parameter verification failed.",
                "{\"data\":null,\"errors\":{\"" + name + "\":\"" + error + "\"}}");
        assertThat(failure.problem().getClass().getSimpleName()).isEqualTo(problem);
    }

    @Test
    void knowsAnOptionThatIsReservedForRoot() {
        ProxmoxException failure = failure(
                400,
                "Parameter verification failed.",
                "{\"errors\":{\"skiplock\":\"Only root may use this option.\"},\"data\":null,"
                        + "\"message\":\"Parameter verification failed.\\n\"}");
        assertThat(failure.problem()).isEqualTo(new Problem.Permission(Optional.empty(), Optional.of("root@pam")));
    }

    @Test
    void explainsARefusalWithoutBody() {
        ProxmoxException failure = failure(401, "No ticket", "");
        assertThat(failure.problem()).isEqualTo(new Problem.Authentication());
        assertThat(failure).hasMessageStartingWith("No ticket (status 401)");
    }

    @Test
    void explainsAnErrorWithoutAnyText() {
        assertThat(failure(500, "", "{\"data\":null}")).hasMessageStartingWith("status 500 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!DOCTYPE html><html><body>Welcome</body></html>", "[1, 2]", "\"OK\"", "", "{\"data\":"})
    void doesNotTakeAnotherServersPageForSuccess(String body) {
        ProxmoxException failure = failure(200, "OK", body);
        assertThat(failure.problem()).isEqualTo(new Problem.OutcomeUnknown());
        assertThat(failure).hasMessageContaining("is this a Proxmox VE?");
    }

    @Test
    void doesNotQuoteAnotherServersErrorPage() {
        assertThat(failure(404, "Not Found", "<html><body><h1>404</h1></body></html>"))
                .hasMessageStartingWith("Not Found (status 404)")
                .hasMessageNotContaining("<html>");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 308})
    void followsNoRedirect(int status) {
        ProxmoxException failure = failure(status, "Moved Permanently", "Moved Permanently");
        assertThat(failure.problem()).isEqualTo(new Problem.Other());
        assertThat(failure).hasMessageContaining("was redirected");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 400, 401, 500, 596})
    void neverRepeatsTheParametersThatWereSent(int status) {
        assertThat(failure(status, "No", "no JSON")).hasMessageNotContaining("s3cret");
    }

    private static ProxmoxException failure(int status, String reason, String body) {
        ProxmoxException failure =
                catchThrowableOfType(ProxmoxException.class, () -> Answers.read(REQUEST, answer(status, reason, body)));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static HttpTransport.Answer answer(int status, String reason, String body) {
        return new HttpTransport.Answer(status, reason, body);
    }
}
