package io.jenkins.plugins.proxmox.run;

import java.util.regex.Pattern;

/** Where people find a guest in the web interface of Proxmox VE. */
final class WebInterface {
    /** Nothing but a host, perhaps a path, and a guest: no script, no quotes, nobody's password. */
    private static final Pattern LINK =
            Pattern.compile("https?://[A-Za-z0-9._:\\[\\]-]+(?:/[A-Za-z0-9._~/-]*)?/#v1:0:=(?:qemu|lxc)%2F\\d+");

    private WebInterface() {}

    /** The address of a guest's page, made of the URL of the connection, which may be something else. */
    static String guest(String url, String type, int vmid) {
        return url.trim().replaceAll("[#?].*|/+$", "") + "/#v1:0:=" + type + "%2F" + vmid;
    }

    static boolean isLink(String link) {
        return link != null && LINK.matcher(link).matches();
    }
}
