package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.placement.VmIdAllocator;
import io.jenkins.plugins.proxmox.core.task.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the stages of one run work with. */
record RunContext(OperationRunner runner, Course course, Narration narration, Obstacles obstacles)
        implements OperationContext {
    @Override
    public Cluster cluster() {
        return runner.cluster();
    }

    @Override
    public Memo memo() {
        return course.memo();
    }

    @Override
    public String id() {
        return course.id();
    }

    @Override
    public VmIdAllocator vmIds() {
        return runner.vmIds();
    }

    @Override
    public Optional<Upid> task() {
        return course.upid();
    }

    @Override
    public List<String> log(Upid upid) {
        return runner.tasks().log(upid, 0, 0).lines();
    }

    @Override
    public Instant now() {
        return runner.timing().now();
    }

    @Override
    public Duration remaining() {
        Duration left = Duration.between(now(), course.deadline());
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public boolean obstructed() {
        return obstacles.areMet();
    }

    @Override
    public void doing(String activity) {
        narration.doing(activity);
    }

    @Override
    public void say(String sentence) {
        narration.say(sentence);
    }

    @Override
    public boolean repeated() {
        return course.repeated();
    }

    @Override
    public boolean mayStillArrive() {
        return course.unsettled()
                .filter(time -> now().isBefore(time.plus(Way.ON_ITS_WAY)))
                .isPresent();
    }
}
