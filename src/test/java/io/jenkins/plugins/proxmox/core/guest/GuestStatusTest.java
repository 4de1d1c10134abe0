package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestStatusTest {
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(textBlock = """
        # status, qmpstatus,  lock,       running, stopped, paused, hibernated
        running,  running,    ,           true,    false,   false,  false
        running,  ,           ,           true,    false,   false,  false
        running,  paused,     ,           true,    false,   true,   false
        running,  suspended,  ,           true,    false,   true,   false
        running,  running,    backup,     true,    false,   false,  false
        running,  prelaunch,  backup,     false,   true,    false,  false
        stopped,  stopped,    ,           false,   true,    false,  false
        stopped,  stopped,    suspended,  false,   true,    false,  true
        stopped,  stopped,    backup,     false,   true,    false,  false
        unknown,  ,           ,           false,   false,   false,  false
        """)
    void tellsWhatAGuestDoes(
            String status,
            String qmpStatus,
            String lock,
            boolean running,
            boolean stopped,
            boolean paused,
            boolean hibernated) {
        GuestStatus guest = status(
                "{\"status\":" + json(status) + ",\"qmpstatus\":" + json(qmpStatus) + ",\"lock\":" + json(lock) + "}");
        assertThat(guest.running()).as("running").isEqualTo(running);
        assertThat(guest.stopped()).as("stopped").isEqualTo(stopped);
        assertThat(guest.paused()).as("paused").isEqualTo(paused);
        assertThat(guest.hibernated()).as("hibernated").isEqualTo(hibernated);
    }

    @Test
    void readsTheDetailsOfARunningVirtualMachine() {
        GuestStatus guest = status("""
            {"name":"web","status":"running","qmpstatus":"running","pid":32244,"uptime":61,"agent":1,
            "ha":{"managed":1,"state":"started"},"maxmem":805306368}
            """);
        assertThat(guest.name()).contains("web");
        assertThat(guest.uptime()).contains(Duration.ofSeconds(61));
        assertThat(guest.process()).hasValue(32244);
        assertThat(guest.agentConfigured()).isTrue();
        assertThat(guest.highAvailability()).isTrue();
        assertThat(guest.template()).isFalse();
    }

    @Test
    void takesWhatAStoppedTemplateDoesNotTellForAbsent() {
        GuestStatus guest = status("{\"status\":\"stopped\",\"template\":1,\"ha\":{\"managed\":0}}");
        assertThat(guest.template()).isTrue();
        assertThat(guest.name()).isEmpty();
        assertThat(guest.process()).isEmpty();
        assertThat(guest.uptime()).isEmpty();
        assertThat(guest.agentConfigured()).isFalse();
        assertThat(guest.highAvailability()).isFalse();
    }

    @Test
    void readsTheDetailsOfAContainerInWhateverTypeTheyCome() {
        GuestStatus guest = status("""
            {"ha":{"managed":"0"},"maxmem":268435456,"uptime":"6","vmid":401,"type":"lxc","cpus":2,"lock":"backup",
            "status":"running","name":"ok401","mem":798720,"pid":"24526","something":["new"]}
            """);
        assertThat(guest.uptime()).contains(Duration.ofSeconds(6));
        assertThat(guest.process()).hasValue(24526);
        assertThat(guest.lock()).contains("backup");
        assertThat(guest.qmpStatus()).isEmpty();
        assertThat(guest.highAvailability()).isFalse();
        assertThat(guest.running()).isTrue();
    }

    @Test
    void claimsNothingOfAGuestOfWhichNothingIsTold() {
        GuestStatus guest = status("{}");
        assertThat(guest.status()).isEqualTo("unknown");
        assertThat(guest.running()).isFalse();
        assertThat(guest.stopped()).isFalse();
        assertThat(guest.paused()).isFalse();
        assertThat(guest.hibernated()).isFalse();
        assertThat(guest.uptime()).isEmpty();
    }

    private static GuestStatus status(String json) {
        return GuestStatus.of(Replies.of(json));
    }

    private static String json(String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }
}
