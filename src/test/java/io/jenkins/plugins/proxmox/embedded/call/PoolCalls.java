package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pools and their members. */
final class PoolCalls {
    private final Services services;

    PoolCalls(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        routes.on("GET", "/pools", this::list)
                .on("PUT", "/pools", this::change)
                .on("POST", "/pools", this::create)
                .on("DELETE", "/pools", this::delete)
                .on("DELETE", "/pools/{poolid}", this::delete)
                .on("GET", "/pools/{poolid}", call -> Answer.of(content(existing(call.text("poolid")), call)))
                .on("PUT", "/pools/{poolid}", this::change);
    }

    private Answer list(Call call) {
        if (call.has("poolid")) {
            services.permissions().require(call.caller(), "/pool/" + call.text("poolid"), "Pool.Audit");
            return Answer.of(List.of(content(existing(call.text("poolid")), call)));
        }
        return Answer.of(services.dataCenter().pools().stream()
                .filter(pool -> services.permissions().has(call.caller(), "/pool/" + pool.id(), "Pool.Audit"))
                .map(PoolCalls::brief)
                .toList());
    }

    private Pool existing(String id) {
        return services.dataCenter()
                .pool(id)
                .orElseThrow(() -> ApiException.failure("pool '" + id + "' does not exist"));
    }

    private static Facts brief(Pool pool) {
        Facts facts = Facts.of("poolid", pool.id());
        if (!pool.comment().isEmpty()) {
            facts.put("comment", pool.comment());
        }
        return facts;
    }

    private Facts content(Pool pool, Call call) {
        Optional<String> type = call.find("type");
        List<Facts> members = new ArrayList<>();
        for (int vmid : pool.guests()) {
            services.dataCenter()
                    .guest(vmid)
                    .filter(guest ->
                            type.isEmpty() || type.get().equals(guest.kind().path()))
                    .ifPresent(guest -> members.add(member(guest)));
        }
        if (type.isEmpty() || type.get().equals("storage")) {
            pool.storages().forEach(id -> members.add(storage(id)));
        }
        Facts facts = brief(pool);
        facts.put("members", members);
        return facts;
    }

    private static Facts member(Guest guest) {
        Facts facts = Facts.of("id", guest.kind().path() + "/" + guest.vmid())
                .with("type", guest.kind().path())
                .with("vmid", guest.vmid())
                .with("node", guest.node())
                .with("name", guest.name())
                .with("status", guest.power().status())
                .with("template", guest.isTemplate());
        facts.putAll(GuestFacts.numbers(guest));
        return facts;
    }

    private Facts storage(String id) {
        String node = services.dataCenter().entryNode();
        return Facts.of("id", "storage/" + node + "/" + id)
                .with("type", "storage")
                .with("storage", id)
                .with("node", node);
    }

    private Answer change(Call call) {
        Pool pool = existing(call.text("poolid"));
        call.find("comment").ifPresent(pool::setComment);
        for (String vmid : call.list("vms")) {
            changeGuest(pool, Integer.parseInt(vmid), call);
        }
        for (String id : call.list("storage")) {
            changeStorage(pool, id, call);
        }
        return Answer.nothing();
    }

    private void changeGuest(Pool pool, int vmid, Call call) {
        DataCenter dataCenter = services.dataCenter();
        requireModify(call.caller(), "/vms/" + vmid, "VM.Allocate");
        if (call.flag("delete")) {
            if (!pool.guests().remove(vmid)) {
                throw ApiException.failure("VM " + vmid + " is not a pool member");
            }
            return;
        }
        if (pool.guests().contains(vmid)) {
            throw ApiException.failure("VM " + vmid + " is already a pool member");
        }
        dataCenter.poolOf(vmid).ifPresent(other -> leave(other, vmid, call));
        pool.guests().add(vmid);
    }

    private void leave(Pool other, int vmid, Call call) {
        if (!call.flag("allow-move")) {
            throw ApiException.failure("VM " + vmid + " belongs already to pool '" + other.id() + "'"
                    + (services.version().atLeast(PveVersion.V8) ? " and 'allow-move' is not set" : ""));
        }
        services.permissions().require(call.caller(), "/pool/" + other.id(), "Pool.Allocate");
        other.guests().remove(vmid);
    }

    private Answer create(Call call) {
        String id = call.text("poolid");
        if (services.dataCenter().pool(id).isPresent()) {
            throw ApiException.failure("pool '" + id + "' already exists");
        }
        int slash = id.lastIndexOf('/');
        if (slash > 0 && services.dataCenter().pool(id.substring(0, slash)).isEmpty()) {
            throw ApiException.failure("parent '" + id.substring(0, slash) + "' of pool '" + id + "' does not exist");
        }
        Pool pool = services.dataCenter().addPool(id);
        call.find("comment").ifPresent(pool::setComment);
        return Answer.nothing();
    }

    private Answer delete(Call call) {
        Pool pool = existing(call.text("poolid"));
        Optional<String> member = services.dataCenter().pools().stream()
                .filter(other -> other.id().startsWith(pool.id() + "/"))
                .findFirst()
                .map(other -> "pool '" + other.id() + "'")
                .or(() -> pool.guests().stream().findFirst().map(vmid -> "VM " + vmid))
                .or(() -> pool.storages().stream().findFirst().map(id -> "storage '" + id + "'"));
        member.ifPresent(text -> {
            throw ApiException.failure("pool '" + pool.id() + "' is not empty (contains " + text + ")");
        });
        services.dataCenter().removePool(pool.id());
        return Answer.nothing();
    }

    private void changeStorage(Pool pool, String id, Call call) {
        requireModify(call.caller(), "/storage/" + id, "Datastore.Allocate");
        services.dataCenter().volumes().storage(id);
        boolean changed = call.flag("delete")
                ? pool.storages().remove(id)
                : pool.storages().add(id);
        if (!changed) {
            String problem = call.flag("delete") ? "is not a pool member" : "is already a pool member";
            throw ApiException.failure("Storage '" + id + "' " + problem);
        }
    }

    private void requireModify(Caller caller, String path, String privilege) {
        services.permissions().requireAny(caller, path, "Permissions.Modify", privilege);
    }
}
