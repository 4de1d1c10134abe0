package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.placement.VmIdAllocator;
import io.jenkins.plugins.proxmox.core.policy.GuestTraits;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.task.Upid;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the stages of one run work with. */
record RunContext(OperationRunner runner, Course course, Requester requester, Narration narration, Obstacles obstacles)
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
    public Mark mark(VmId vmid) {
        return requester.mark(vmid, course.id());
    }

    @Override
    public boolean isOwn(VmId vmid, GuestConfig config) {
        return Mark.of(config, vmid)
                .filter(mark -> mark.controller().equals(requester.controller()))
                // Builds run there of which others must not get hold.
                .filter(mark -> !mark.isOfAgent())
                .isPresent();
    }

    @Override
    public void permit(Right right, FoundGuest found) {
        permit(right, found.guest(), found.status().name(), found.pool());
    }

    @Override
    public void permit(Right right, GuestEntry entry) {
        permit(right, cluster().guests().of(entry), entry.name(), entry.pool());
    }

    private void permit(Right right, Guest guest, Optional<String> name, Optional<String> pool) {
        if (!requester.guard().allowsWithAny(right)) {
            GuestConfig config = guest.config();
            boolean own = isOwn(guest.vmid(), config);
            permit(right, new GuestTraits(guest.vmid(), name.or(config::name), pool, config.tags(), own));
        }
    }

    @Override
    public boolean permits(Right right, GuestEntry entry) {
        List<Tag> tags = entry.tags().stream().map(Tag::new).toList();
        GuestTraits traits = new GuestTraits(entry.vmid(), entry.name(), entry.pool(), tags, false);
        if (requester.guard().allows(right, traits)) {
            return true;
        }
        return requester.guard().allowsWithOwn(right)
                && tags.stream().anyMatch(Mark.TAG::matches)
                && isOwn(entry.vmid(), cluster().guests().of(entry).config());
    }

    @Override
    public void permit(Right right, GuestTraits guest) {
        requester.guard().check(right, guest);
    }

    @Override
    public void permit(Right right, Supplier<GuestTraits> guest) {
        if (!requester.guard().allowsWithAny(right)) {
            permit(right, guest.get());
        }
    }

    @Override
    public void permit(Right right) {
        requester.guard().check(right);
    }

    @Override
    public VmIdAllocator vmIds() {
        return runner.vmIds();
    }

    @Override
    public GuestAgents agents() {
        return runner.agents();
    }

    @Override
    public Errands errands() {
        return runner.errands();
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
    public void show(List<String> lines) {
        narration.show(lines);
    }

    @Override
    public void note() {
        course.note();
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
