package io.jenkins.plugins.proxmox.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.SentParameters;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskListTest {
    private static final Upid TOKEN = Upid.parse("UPID:pve:00003A62:0004132A:6B02F6CD:qmstart:102:root@pam!lab:");
    private static final Upid OTHER = Upid.parse("UPID:pve:00003ACF:00041593:6B02F6D3:qmstop:102:ci@pve:");

    private static final TaskEntry RUNNING = new TaskEntry(TOKEN, Optional.empty(), Optional.empty());
    private static final TaskEntry ENDED =
            new TaskEntry(TOKEN, Optional.of(Instant.EPOCH), Optional.of(new TaskOutcome.Succeeded()));
    private static final TaskEntry WITHOUT_STATUS = new TaskEntry(TOKEN, Optional.of(Instant.EPOCH), Optional.empty());

    @Test
    void whatIsListedTwiceHasEnded() {
        assertThat(new TaskList(List.of(RUNNING, ENDED)).find(TOKEN)).contains(ENDED);
        assertThat(new TaskList(List.of(ENDED, RUNNING)).find(TOKEN)).contains(ENDED);
    }

    @Test
    void whatHasEndedNobodySaysHowIsLeftOpen() {
        assertThat(new TaskList(List.of(WITHOUT_STATUS)).find(TOKEN)).isEmpty();
        assertThat(new TaskList(List.of(RUNNING)).find(OTHER)).isEmpty();
        assertThat(new TaskList(List.of(RUNNING)).find(TOKEN)).contains(RUNNING);
    }

    @Test
    void whatBeganBeforeTheOldestOrBelongsToSomebodyElseIsLeftOut() {
        assertThat(SentParameters.of(TaskList.filter(List.of(OTHER, TOKEN)).parameters()))
                .containsEntry("source", "all")
                .containsEntry("since", String.valueOf(TOKEN.startTime()))
                .containsEntry("limit", "54")
                .doesNotContainKey("userfilter");
        assertThat(SentParameters.of(TaskList.filter(List.of(TOKEN, TOKEN)).parameters()))
                .containsEntry("userfilter", "root@pam");
    }
}
