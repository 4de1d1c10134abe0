package io.jenkins.plugins.proxmox.core.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class UseCountTest {
    private static final OptionalInt ONE = OptionalInt.of(1);
    private static final OptionalInt THREE = OptionalInt.of(3);

    private final UseCount use = new UseCount();

    /** What XStream does when it has read one. */
    private void restart() throws Exception {
        Method read = UseCount.class.getDeclaredMethod("readResolve");
        read.setAccessible(true);
        read.invoke(use);
    }

    @Test
    void oneUseIsOneBuild() {
        assertThat(use.allowsAnother(ONE, 0)).isTrue();
        use.began("job#1");
        assertThat(use.allowsAnother(ONE, 1)).isFalse();
        assertThat(use.isOver(ONE)).isFalse();
        use.ended("job#1");
        assertThat(use.allowsAnother(ONE, 0)).isFalse();
        assertThat(use.isOver(ONE)).isTrue();
    }

    @Test
    void aBuildThatWasGivenAndHasNotBegunCounts() {
        assertThat(use.allowsAnother(ONE, 1)).isFalse();
        use.ended("job#0");
        assertThat(use.allowsAnother(THREE, 1)).isTrue();
        assertThat(use.allowsAnother(THREE, 2)).isFalse();
        assertThat(use.left(THREE, 1)).isEqualTo(1);
        assertThat(use.left(THREE, 7)).isZero();
    }

    @Test
    void aBuildThatFailedBeforeItBeganWasAUse() {
        use.ended("job#1");
        assertThat(use.isOver(ONE)).isTrue();
    }

    @Test
    void twoUsesOfOneBuildAreTwo() {
        use.began("pipeline#1");
        use.began("pipeline#1");
        use.ended("pipeline#1");
        assertThat(use.underWay()).isEqualTo(1);
        assertThat(use.isOver(ONE)).isFalse();
        use.ended("pipeline#1");
        assertThat(use.ended()).isEqualTo(2);
        assertThat(use.isOver(OptionalInt.of(2))).isTrue();
    }

    @Test
    void aBuildThatGoesOnAfterARestartIsNoOtherUse() throws Exception {
        use.began("pipeline#1");
        restart();
        assertThat(use.isAwaited("pipeline#1")).isTrue();
        assertThat(use.allowsAnother(ONE, 0)).isFalse();
        assertThat(use.isOver(ONE)).isFalse();

        use.began("pipeline#1");

        assertThat(use.isAwaited("pipeline#1")).isFalse();
        assertThat(use.underWay()).isEqualTo(1);
        use.ended("pipeline#1");
        assertThat(use.ended()).isEqualTo(1);
        assertThat(use.isOver(ONE)).isTrue();
    }

    @Test
    void aSecondRestartChangesNothing() throws Exception {
        use.began("a#1");
        restart();
        use.began("b#1");
        restart();
        restart();
        assertThat(use.underWay()).isEqualTo(2);
        assertThat(use.isAwaited("a#1")).isTrue();
        assertThat(use.isAwaited("b#1")).isTrue();
    }

    @Test
    void aBuildThatPausesIsAwaited() {
        use.began("a#1");
        use.paused("a#1");
        assertThat(use.isAwaited("a#1")).isTrue();
        assertThat(use.ended()).isZero();
        use.paused("never#1");
        assertThat(use.isAwaited("never#1")).isFalse();
    }

    @Test
    void aBuildThatDiedWithTheControllerWasAUse() throws Exception {
        use.began("a#1");
        use.began("a#1");
        use.began("b#1");
        restart();
        assertThat(use.forget("a#1"::equals)).isTrue();
        assertThat(use.ended()).isEqualTo(2);
        assertThat(use.underWay()).isEqualTo(1);
        assertThat(use.forget("a#1"::equals)).isFalse();
        assertThat(use.awaited()).isEqualTo(1);
        assertThat(use.builds()).containsExactly("b#1");
    }

    @Test
    void whatRunsIsNotForgotten() {
        use.began("a#1");
        assertThat(use.forget(build -> true)).isFalse();
        assertThat(use.underWay()).isEqualTo(1);
    }

    @Test
    void anyNumberIsNeverOver() {
        use.ended("a#1");
        assertThat(use.allowsAnother(OptionalInt.empty(), 7)).isTrue();
        assertThat(use.isOver(OptionalInt.empty())).isFalse();
    }

    @Test
    void theBuildsOfAMovedJobAreStillThose() {
        UseCount count = new UseCount();
        count.began("job#1");
        count.began("job2#1");
        count.began("job#2");
        count.paused("job#2");

        assertThat(count.rename(build -> build.replaceFirst("^job#", "folder/job#")))
                .isTrue();

        assertThat(count.builds()).containsExactly("folder/job#1", "folder/job#2", "job2#1");
        assertThat(count.isAwaited("folder/job#2")).isTrue();
        assertThat(count.rename(build -> build.replaceFirst("^job#", "other#"))).isFalse();
        count.ended("folder/job#1");
        assertThat(count.underWay()).isEqualTo(2);
    }
}
