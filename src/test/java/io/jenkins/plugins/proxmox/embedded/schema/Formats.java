package io.jenkins.plugins.proxmox.embedded.schema;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The named formats of parameters with the words in which Proxmox refuses a value. Formats that only matter to hardware
 * which the embedded Proxmox does not have are accepted unseen.
 */
final class Formats {
    private static final String LABEL = "[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?";
    private static final String NUMBER = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final String IPV4 = NUMBER + "(\\." + NUMBER + "){3}";
    private static final String IPV6 = "(?=.*:)[0-9a-fA-F:]*(" + IPV4 + ")?";
    private static final String STORAGE = "(?i:[a-z][a-z0-9_.-]*[a-z0-9])";
    private static final String CPU_TYPE = "custom-.+|host|max|kvm(32|64)|qemu(32|64)|486|athlon|phenom|pentium[23]?"
            + "|coreduo|core2duo|x86-64-v[234](-AES)?|(EPYC|Opteron|Broadwell|Cascadelake|Conroe|Cooperlake|GraniteRapids"
            + "|Haswell|Icelake|IvyBridge|KnightsMill|Nehalem|Penryn|SandyBridge|SapphireRapids|SierraForest|Skylake"
            + "|Westmere)(-.+)?";

    private static final Map<String, Format> FORMATS = new HashMap<>();

    static {
        define("pve-vmid", "[1-9]\\d{2,8}", value -> "value does not look like a valid VM ID");
        define("pve-node", LABEL, value -> "value does not look like a valid node name");
        define("pve-configid", "(?i:[a-z][a-z0-9_-]+)", value -> "invalid configuration ID '" + value + "'");
        define("pve-storage-id", STORAGE, value -> "storage ID '" + value + "' contains illegal characters");
        define("pve-volume-id", STORAGE + ":.+", value -> "unable to parse volume ID '" + value + "'");
        define("dns-name", "(" + LABEL + "\\.)*" + LABEL, value -> "value does not look like a valid DNS name");
        define(
                "pve-poolid",
                "[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+){0,2}",
                value -> "pool name '" + value + "' contains invalid characters");
        define(
                "pve-userid",
                "[^\\s:/]+@[A-Za-z][A-Za-z0-9._-]+",
                value -> "value '" + value + "' does not look like a valid user name");
        define("pve-realm", "[A-Za-z][A-Za-z0-9._-]+", value -> "value does not look like a valid realm");
        define("pve-priv", "[A-Z][A-Za-z]+(\\.[A-Za-z]+)+", value -> "invalid privilege '" + value + "'");
        define("pve-tag", "(?i:[a-z0-9_][a-z0-9_.+-]*)", value -> "invalid characters in tag");
        define("pve-bridge-id", "[-_.\\w]+", value -> "invalid bridge ID '" + value + "'");
        define(
                "mac-addr",
                "(?i:[a-f0-9][02468ace](:[a-f0-9]{2}){5})",
                value -> "value does not look like a valid unicast MAC address");
        define("ipv4", IPV4, value -> "value does not look like a valid IPv4 address");
        define("ipv6", IPV6, value -> "value does not look like a valid IPv6 address");
        define(
                "address",
                "(" + IPV4 + ")|(" + IPV6 + ")|" + "(" + LABEL + "\\.)*" + LABEL,
                value -> "value does not look like a valid address: " + value);
        define(
                "CIDR",
                "((" + IPV4 + ")|(" + IPV6 + "))/\\d{1,3}",
                value -> "value does not look like a valid CIDR network");
        define(
                "pve-ipv4-config",
                "dhcp|manual|(" + IPV4 + ")/\\d{1,2}",
                value -> "value does not look like a valid ipv4 network configuration");
        define(
                "pve-ipv6-config",
                "auto|dhcp|manual|(" + IPV6 + ")/\\d{1,3}",
                value -> "value does not look like a valid ipv6 network configuration");
        define("disk-size", "\\d+(\\.\\d+)?[KMGT]?", value -> "value does not look like a valid disk size: " + value);
        define("urlencoded", "[-%a-zA-Z0-9_.!~*'()]*", value -> "invalid urlencoded string: " + value);
        define(
                "pve-storage-content",
                "images|rootdir|vztmpl|iso|backup|snippets|import|none",
                value -> "invalid content type '" + value + "'");
        define("pve-task-status-type", "ok|error|warning|unknown", value -> "invalid task status type '" + value + "'");
        define(
                "pve-vm-cpu-conf",
                "(cputype=)?(" + CPU_TYPE + ")(,.*)?",
                value -> "Built-in cputype '" + value.split(",")[0].replace("cputype=", "")
                        + "' is not defined (missing 'custom-' prefix?)");
        define(
                "pve-hotplug-features",
                "[01]|(network|disk|cpu|memory|usb|cloudinit)(,(network|disk|cpu|memory|usb|cloudinit))*",
                value -> "invalid hotplug feature '" + value + "'");
    }

    private Formats() {}

    static Optional<String> problem(String name, String value) {
        if (FORMATS.containsKey(name)) {
            return FORMATS.get(name).problem(value);
        }
        String item = name.replaceFirst("-a?list$", "");
        if (item.equals(name) || !FORMATS.containsKey(item)) {
            return Optional.empty();
        }
        return Stream.of(value.split("[,;\\s\\x00]+"))
                .filter(part -> !part.isEmpty())
                .flatMap(part -> FORMATS.get(item).problem(part).stream())
                .findFirst();
    }

    private static void define(String name, String pattern, UnaryOperator<String> refusal) {
        FORMATS.put(name, new Format(Pattern.compile(pattern), refusal));
    }

    private record Format(Pattern pattern, UnaryOperator<String> refusal) {
        Optional<String> problem(String value) {
            return pattern.matcher(value).matches() ? Optional.empty() : Optional.of(refusal.apply(value) + "\n");
        }
    }
}
