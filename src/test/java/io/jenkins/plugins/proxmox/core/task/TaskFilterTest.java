package io.jenkins.plugins.proxmox.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskFilterTest {
    @ParameterizedTest
    @CsvSource({"-1, 10", "0, 0", "0, -5"})
    void refusesAPageThatIsNone(int start, int limit) {
        assertThatThrownBy(() -> TaskFilter.all().page(start, limit))
                .isInstanceOf(ProxmoxException.class)
                .hasMessage("start " + start + " and limit " + limit + " are no page; expected are 0 and 1 at least");
    }

    @Test
    void namesTheParametersOfTheApi() {
        assertThat(TaskFilter.ended()
                        .type("qmstart")
                        .user("ci")
                        .failed()
                        .page(10, 5)
                        .parameters())
                .hasToString("[source, typefilter, userfilter, errors, start, limit]");
    }
}
