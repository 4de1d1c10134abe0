package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.access.Logins;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Logging in, users, tokens and permissions. */
final class AccessCalls {
    private static final String TOKEN = "/access/users/{userid}/token/{tokenid}";

    private final Services services;
    private final Logins logins;

    AccessCalls(Services services) {
        this.services = services;
        this.logins = new Logins(services.accounts(), services.tickets());
    }

    void register(Routes routes) {
        routes.on("GET", "/access/domains", call -> domains())
                .on("POST", "/access/ticket", this::logIn)
                .on("PUT", "/access/password", call -> Answer.nothing())
                .on("GET", "/access/permissions", this::permissions)
                .on("GET", "/access/users", this::users)
                .on("GET", "/access/users/{userid}/token", this::tokens)
                .on("GET", TOKEN, this::token)
                .on("POST", TOKEN, this::addToken)
                .on("DELETE", TOKEN, this::removeToken);
    }

    private static Answer domains() {
        return Answer.of(List.of(
                Facts.of("realm", "pam").with("type", "pam").with("comment", "Linux PAM standard authentication"),
                Facts.of("realm", "pve").with("type", "pve").with("comment", "Proxmox VE authentication server")));
    }

    private Answer logIn(Call call) {
        String user = call.text("username");
        if (!user.contains("@")) {
            user += "@" + call.find("realm").orElse("");
        }
        Logins.Ticket ticket = logins.logIn(user, call.text("password"), call.find("otp"), call.find("tfa-challenge"));
        Facts data = Facts.of("username", user).with("ticket", ticket.ticket());
        data.put("CSRFPreventionToken", services.tickets().csrfToken(user));
        if (ticket.half()) {
            data.put("NeedTFA", 1);
        } else {
            data.put("cap", capabilities(user));
            data.put("clustername", "embedded");
        }
        return Answer.of(data);
    }

    /** What the web interface wants to know: privileges by the part of the tree they are about. */
    private Map<String, Object> capabilities(String user) {
        Map<String, Object> capabilities = new TreeMap<>();
        for (String part : List.of("access", "dc", "mapping", "nodes", "sdn", "storage", "vms")) {
            String path = part.equals("dc") ? "/" : "/" + part;
            capabilities.put(
                    part,
                    services.permissions().on(Caller.user(user), path).stream()
                            .collect(Collectors.toMap(name -> name, name -> 1)));
        }
        return capabilities;
    }

    private Answer permissions(Call call) {
        Caller caller = call.find("userid").map(Caller::named).orElse(call.caller());
        if (!caller.user().equals(call.caller().user())) {
            services.permissions().require(call.caller(), "/access", "Sys.Audit");
        }
        Set<String> guests = services.dataCenter().guests().stream()
                .filter(guest -> services.dataCenter().poolOf(guest.vmid()).isPresent() || caller.isRoot())
                .map(guest -> "/vms/" + guest.vmid())
                .collect(Collectors.toSet());
        if (caller.user().equals("root@pam")) {
            guests.addAll(List.of("/", "/access", "/nodes", "/pool", "/sdn", "/storage", "/vms"));
        }
        if (call.has("path")) {
            String path = call.text("path");
            return Answer.of(Map.of(
                    path,
                    services.permissions().on(caller, path).stream()
                            .collect(Collectors.toMap(name -> name, name -> 1))));
        }
        return Answer.of(services.permissions().table(caller, guests));
    }

    private Answer users(Call call) {
        boolean all = services.permissions().has(call.caller(), "/access/groups", "Sys.Audit");
        return Answer.of(services.accounts().userIds().stream()
                .filter(user -> all || user.equals(call.caller().user()))
                .map(user -> Facts.of("userid", user)
                        .with("enable", 1)
                        .with("expire", 0)
                        .with("realm-type", user.replaceFirst(".*@", "")))
                .toList());
    }

    private Answer tokens(Call call) {
        List<Map<String, Object>> tokens = new ArrayList<>();
        services.accounts().tokens(existingUser(call)).forEach((id, facts) -> {
            facts.put("tokenid", id);
            tokens.add(facts);
        });
        return Answer.of(tokens);
    }

    private Answer token(Call call) {
        return Answer.of(existingToken(call));
    }

    private Answer addToken(Call call) {
        String user = existingUser(call);
        String id = call.text("tokenid");
        if (services.accounts().tokens(user).containsKey(id)) {
            throw ApiException.parameter("tokenid", "Token already exists.");
        }
        boolean separated = call.flag("privsep", true);
        long expires = call.longNumber("expire", 0);
        String comment = call.find("comment").orElse("");
        String full = services.accounts().addToken(user, id, separated, expires, comment);
        Facts info = new Facts().with("privsep", separated);
        call.find("expire").ifPresent(text -> info.with("expire", text));
        call.find("comment").ifPresent(text -> info.with("comment", text));
        return Answer.of(Facts.of("full-tokenid", user + "!" + id)
                .with("value", full.substring(full.lastIndexOf('=') + 1))
                .with("info", info));
    }

    private Answer removeToken(Call call) {
        existingToken(call);
        services.accounts().removeToken(call.text("userid"), call.text("tokenid"));
        return Answer.nothing();
    }

    private String existingUser(Call call) {
        String user = call.text("userid");
        if (!services.accounts().exists(user)) {
            throw ApiException.failure("no such user ('" + user + "')");
        }
        return user;
    }

    private Map<String, Object> existingToken(Call call) {
        String user = existingUser(call);
        String id = call.text("tokenid");
        Map<String, Object> facts = services.accounts().tokens(user).get(id);
        if (facts == null) {
            throw ApiException.failure("no such token '" + id + "' for user '" + user + "'");
        }
        return facts;
    }
}
