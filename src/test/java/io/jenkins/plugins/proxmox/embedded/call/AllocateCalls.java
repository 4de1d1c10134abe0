package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Sizes;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.state.Volumes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes disks that nobody has attached yet. */
final class AllocateCalls {
    private static final Pattern FORMAT = Pattern.compile("\\.(raw|qcow2|vmdk)$");

    private final Services services;

    AllocateCalls(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        routes.on("POST", "/nodes/{node}/storage/{storage}/content", this::allocate);
    }

    private Volumes volumes() {
        return services.dataCenter().volumes();
    }

    private Answer allocate(Call call) {
        Storage storage = volumes().storage(call.text("storage"));
        String format = format(call);
        String file = call.text("filename");
        if (!file.matches("(vm|base|subvol|basevol)-" + call.vmid() + "-.+")) {
            throw ApiException.failure("illegal name '" + file + "' - should be 'vm-" + call.vmid() + "-*'");
        }
        String volid = storage.id() + ":" + (storage.isFiles() ? call.vmid() + "/" + file : file);
        if (volumes().find(call.node(), volid).isPresent()) {
            throw ApiException.failure(
                    "disk image '" + storage.path() + "/images/" + call.vmid() + "/" + file + "' already exists");
        }
        String size = call.text("size");
        // Without a letter it is in KiB.
        long bytes = size.matches("\\d+") ? Long.parseLong(size) << 10 : Sizes.parse(size);
        volumes()
                .add(new Volume(
                        volid,
                        storage.shared() ? Optional.empty() : Optional.of(call.node()),
                        "images",
                        format,
                        bytes,
                        Optional.of(call.vmid()),
                        services.dataCenter().now(),
                        "",
                        false,
                        Optional.empty()));
        return Answer.of(volid);
    }

    /** The ending of the name decides, with which the parameter has to agree. */
    private static String format(Call call) {
        Matcher ending = FORMAT.matcher(call.text("filename"));
        if (!ending.find()) {
            return call.find("format").orElse("raw");
        }
        String format = ending.group(1);
        call.find("format").filter(wanted -> !wanted.equals(format)).ifPresent(wanted -> {
            throw ApiException.parameter("format", "different storage formats (" + wanted + " != " + format + ")");
        });
        return format;
    }
}
