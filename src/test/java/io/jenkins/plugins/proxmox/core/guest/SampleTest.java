package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.OnEveryRelease;
import io.jenkins.plugins.proxmox.core.api.Replies;
import io.jenkins.plugins.proxmox.core.guest.Sample.Consolidation;
import io.jenkins.plugins.proxmox.core.guest.Sample.Timeframe;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampleTest extends OnEveryRelease {
    @Test
    void isReadWhateverTypeItsFiguresHave() {
        Sample sample = Sample.of(Replies.of("""
                        {"time":"1795356226","cpu":"0.5","mem":8589934592,"netin":1024.5,"disk":null,"name":"web",
                        "pressure":{"new":1}}
                        """)).orElseThrow();
        assertThat(sample.time()).isEqualTo(Instant.ofEpochSecond(1795356226));
        assertThat(sample.value("cpu")).hasValue(0.5);
        assertThat(sample.value("mem")).hasValue(8589934592.0);
        assertThat(sample.value("netin")).hasValue(1024.5);
        assertThat(sample.values()).containsOnlyKeys("cpu", "mem", "netin");
    }

    @Test
    void ofNoFigureHasGapsInsteadOfZeros() {
        Sample gap = Sample.of(Replies.of("{\"time\":1795356226}")).orElseThrow();
        assertThat(gap.values()).isEmpty();
        assertThat(gap.value("cpu")).isEmpty();
    }

    @Test
    void ofNoTimeIsNone() {
        assertThat(Sample.of(Replies.of("{\"cpu\":0.5}"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void areThereForEveryTimeframe(Timeframe timeframe) {
        assertThat(lab.cluster.nodes().of("pve1").statistics(timeframe, Consolidation.MAX))
                .isNotEmpty();
        assertThat(lab.cluster.guests().get("cache").statistics(timeframe, Consolidation.AVERAGE))
                .isNotEmpty();
    }

    @Test
    void ofAGuestThatWasOffHaveGaps() {
        assertThat(lab.cluster.guests().get("build").statistics(Timeframe.HOUR, Consolidation.AVERAGE))
                .isNotEmpty()
                .allSatisfy(sample -> assertThat(sample.value("cpu")).isEmpty());
        assertThat(lab.cluster.guests().get("web").statistics(Timeframe.HOUR, Consolidation.AVERAGE))
                .anySatisfy(sample -> assertThat(sample.value("cpu")).isPresent());
    }
}
