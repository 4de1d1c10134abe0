package io.jenkins.plugins.proxmox.cloud.agent;

import io.jenkins.plugins.proxmox.core.operation.Memo;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.run.ControllerIdentity;
import java.util.Optional;

/** The guest that an agent runs in. Written to disk, so its fields are plain. */
public final class AgentGuest {
    private final String type;
    private final int vmid;
    private final String name;
    private final String operation;
    private final String owner;
    private Integer template;
    private String node;

    /**
     * @param operation the one that has made it
     * @param owner as its mark tells it
     */
    AgentGuest(GuestType type, VmId vmid, String name, String node, String operation, AgentOwner owner) {
        this.type = type.path();
        this.vmid = vmid.number();
        this.name = name;
        this.node = node;
        this.operation = operation;
        this.owner = owner.toString();
    }

    GuestType type() {
        return GuestType.ofPath(type).orElse(GuestType.VIRTUAL_MACHINE);
    }

    public VmId vmid() {
        return new VmId(vmid);
    }

    String name() {
        return name;
    }

    /** Where it was seen last. */
    public String node() {
        return node;
    }

    void moved(String to) {
        node = to;
    }

    /** What it was cloned from, as far as that is known. */
    public Optional<VmId> template() {
        return Optional.ofNullable(template).map(VmId::new);
    }

    void of(VmId source) {
        template = source.number();
    }

    public String operation() {
        return operation;
    }

    /** What it bears as long as it is this agent's. */
    Mark mark() {
        return new Mark(ControllerIdentity.id(), vmid(), operation, owner, Optional.empty());
    }

    Memo.Subject subject() {
        return new Memo.Subject(type(), vmid(), node, name);
    }

    /** {@code VM debian-x7f2 (105)}. */
    @Override
    public String toString() {
        return type().noun() + " " + name + " (" + vmid + ")";
    }
}
