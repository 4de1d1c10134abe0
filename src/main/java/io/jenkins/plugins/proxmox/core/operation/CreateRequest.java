package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.Names;
import io.jenkins.plugins.proxmox.core.value.Password;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a new guest shall be like. Each setter refuses a value that can't be right with a {@link ProxmoxException}; null
 * and blank text mean that nothing was said.
 */
public final class CreateRequest extends NewGuestRequest<CreateRequest> {
    /** What is a parameter of the call and no option of a guest, or has a parameter of its own here. */
    private static final Set<String> NO_OPTIONS = Set.of(
            "vmid",
            "name",
            "hostname",
            "pool",
            "tags",
            "storage",
            "rootfs",
            "ostemplate",
            "password",
            "ssh-public-keys",
            "unprivileged",
            "start",
            "archive",
            "restore",
            "force",
            "unique",
            "live-restore",
            "lock",
            "template",
            "digest",
            "delete",
            "node");

    private Optional<GuestType> type = Optional.empty();
    private Optional<DataSize> disk = Optional.empty();
    private Optional<String> bridge = Optional.empty();
    private Optional<String> ipConfig = Optional.empty();
    private Optional<VolumeId> iso = Optional.empty();
    private Optional<VolumeId> osTemplate = Optional.empty();
    private Optional<Boolean> unprivileged = Optional.empty();
    private List<String> sshKeys = List.of();
    private Optional<String> nameServer = Optional.empty();

    /** {@code vm} or {@code container}; if nothing is said, it is a container if it has a template, else a VM. */
    public CreateRequest type(String text) {
        type = Request.given(text)
                .map(t -> Arrays.stream(GuestType.values())
                        .filter(it -> it.label().equals(t.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> ProxmoxException.invalid(
                                "type", "type: '" + t + "' is not known; expected is one of vm, container")));
        return this;
    }

    /**
     * The size of its disk or root file system, as in {@code 32G}; a number alone are GiB. A VM without one has no disk, a
     * container without one gets 4 GiB.
     */
    public CreateRequest disk(String text) {
        disk = Request.given(text).map(CreateRequest::size);
        return this;
    }

    private static DataSize size(String text) {
        Optional<DataSize> size = DataSize.find(text.matches("\\d{1,6}(\\.\\d+)?") ? text + "G" : text)
                .filter(it -> it.inMiB() > 0);
        return size.orElseThrow(() -> ProxmoxException.invalid(
                "disk", "disk: '" + text + "' is no size; expected is something like 32G, or a number of GiB"));
    }

    /** The bridge that its NIC is plugged into; without one it has no NIC. */
    public CreateRequest bridge(String text) {
        bridge = Request.given(text).map(Names::bridge);
        return this;
    }

    /** The network of a container's NIC, as in {@code ip=dhcp} (what it is if nothing is said). */
    public CreateRequest ipConfig(String text) {
        ipConfig = Request.given(text);
        return this;
    }

    /** What runs in it, as in {@code l26} or {@code win11}; Proxmox finds out about containers by itself. */
    public CreateRequest osType(String text) {
        configuration().text("ostype", text);
        return this;
    }

    /** The image in a VM's CD-ROM drive, as in {@code local:iso/debian.iso}. */
    public CreateRequest iso(String text) {
        iso = Request.given(text).map(t -> volume("iso", t, "iso/", "local:iso/debian-12.7.0-amd64-netinst.iso"));
        return this;
    }

    /** What a container is made from, as in {@code local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst}. */
    public CreateRequest osTemplate(String text) {
        osTemplate = Request.given(text)
                .map(t -> volume("ostemplate", t, "vztmpl/", "local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst"));
        return this;
    }

    private static VolumeId volume(String parameter, String text, String kind, String example) {
        return VolumeId.find(text)
                .filter(id -> id.name().startsWith(kind))
                .orElseThrow(() -> ProxmoxException.invalid(
                        parameter,
                        parameter + ": '" + text + "' is no such volume; expected is something like " + example));
    }

    /** Whether root of a container is an ordinary user of the node, as it is if nothing is said. */
    public CreateRequest unprivileged(Boolean value) {
        unprivileged = Optional.ofNullable(value);
        return this;
    }

    /** The password of root in a container, at least 5 characters; kept in no checkpoint. */
    public CreateRequest password(String text) {
        Request.given(text).ifPresent(it -> configuration().text(GuestOptions.PASSWORD, new Password(it).reveal()));
        return this;
    }

    /** The public keys with which root can log in to a container, one a line. */
    public CreateRequest sshKeys(String lines) {
        sshKeys = Request.given(lines).stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return this;
    }

    /** The addresses of a container's name servers, with blanks between. */
    public CreateRequest nameServer(String text) {
        nameServer = Request.given(text);
        return this;
    }

    @Override
    public CreateRequest config(Map<String, ?> more) {
        more.keySet().stream().filter(NO_OPTIONS::contains).findFirst().ifPresent(key -> {
            throw ProxmoxException.invalid(
                    "config", "config: '" + key + "' is no option of a guest that could be given here");
        });
        configuration().any(more);
        return this;
    }

    @Override
    CreateRequest self() {
        return this;
    }

    static CreateRequest of(Request request) {
        return new CreateRequest()
                .type(request.text("type"))
                .disk(request.text("disk"))
                .bridge(request.text("bridge"))
                .ipConfig(request.text("ipConfig"))
                .iso(request.text("iso"))
                .osTemplate(request.text("ostemplate"))
                .unprivileged(request.truth("unprivileged").orElse(null))
                .nameServer(request.text("nameServer"))
                .sshKeys(String.join("\n", request.texts("sshKeys")))
                .read(request);
    }

    @Override
    void write(Request request) {
        request.with("type", type.map(GuestType::label))
                .with("disk", disk)
                .with("bridge", bridge)
                .with("ipConfig", ipConfig)
                .with("iso", iso)
                .with("ostemplate", osTemplate)
                .with("unprivileged", unprivileged)
                .with("nameServer", nameServer)
                .with("sshKeys", sshKeys);
        super.write(request);
    }

    GuestType type() {
        return type.orElse(osTemplate.isPresent() ? GuestType.CONTAINER : GuestType.VIRTUAL_MACHINE);
    }

    boolean isContainer() {
        return type() == GuestType.CONTAINER;
    }

    Optional<DataSize> disk() {
        return disk;
    }

    Optional<String> bridge() {
        return bridge;
    }

    Optional<String> ipConfig() {
        return ipConfig;
    }

    Optional<VolumeId> iso() {
        return iso;
    }

    Optional<VolumeId> osTemplate() {
        return osTemplate;
    }

    Optional<Boolean> unprivileged() {
        return unprivileged;
    }

    List<String> sshKeys() {
        return sshKeys;
    }

    Optional<String> nameServer() {
        return nameServer;
    }
}
