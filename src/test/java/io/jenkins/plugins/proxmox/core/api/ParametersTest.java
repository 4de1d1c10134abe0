package io.jenkins.plugins.proxmox.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        order=scsi0;net0                        | order%3Dscsi0%3Bnet0
        virtio=BC:24:11:1F:7C:BB,bridge=vmbr0   | virtio%3DBC%3A24%3A11%3A1F%3A7C%3ABB%2Cbridge%3Dvmbr0
        this & that                             | this+%26+that
        +10G                                    | %2B10G
        100%                                    | 100%25
        ssh-ed25519%20AAAA                      | ssh-ed25519%2520AAAA
        Übung                                   | %C3%9Cbung
        local:vztmpl/debian.tar.zst             | local%3Avztmpl%2Fdebian.tar.zst
        '{{guestname}}'                         | %7B%7Bguestname%7D%7D
        ''                                      | ''
        """)
    void encodesEveryCharacterThatTheServerWouldSplitOrCutAt(String value, String encoded) {
        assertThat(Parameters.NONE.with("key", value).encoded()).isEqualTo("key=" + encoded);
    }

    @Test
    void encodesALineBreak() {
        assertThat(Parameters.NONE.with("description", "one\ntwo").encoded()).isEqualTo("description=one%0Atwo");
    }

    @Test
    void encodesNamesToo() {
        assertThat(Parameters.NONE.with("a=b;c&d", 1).encoded()).isEqualTo("a%3Db%3Bc%26d=1");
    }

    @Test
    void sendsBooleansAsDigits() {
        assertThat(Parameters.NONE.with("full", true).with("start", false).encoded())
                .isEqualTo("full=1&start=0");
    }

    @Test
    void repeatsTheNameOfAnArrayForEveryElement() {
        assertThat(Parameters.NONE
                        .withEach("command", List.of("ls", "-l", "/a b"))
                        .encoded())
                .isEqualTo("command=ls&command=-l&command=%2Fa+b");
    }

    @Test
    void leavesOutWhatIsAbsent() {
        Parameters parameters = Parameters.NONE
                .with("newid", 101)
                .with("name", Optional.empty())
                .with("pool", Optional.of("ci"))
                .withEach("command", List.of());
        assertThat(parameters.encoded()).isEqualTo("newid=101&pool=ci");
    }

    @Test
    void isNotChangedByAddingToIt() {
        Parameters before = Parameters.NONE.with("newid", 101);
        before.with("name", "web");
        assertThat(before.encoded()).isEqualTo("newid=101");
        assertThat(Parameters.NONE.isEmpty()).isTrue();
    }

    @Test
    void showsNamesButNoValues() {
        Parameters parameters = Parameters.NONE.with("username", "root@pam").with("password", "s3cret");
        ApiRequest request = ApiRequest.post(ApiPath.of("access", "ticket")).with(parameters);
        assertThat(parameters).hasToString("[username, password]");
        assertThat(request).hasToString("POST /access/ticket");
    }
}
