package io.jenkins.plugins.proxmox.embedded;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/** Serves an embedded Proxmox VE until interrupted, after printing how to reach it. */
public final class EmbeddedProxmoxMain {
    /** Lets clones and backups take seconds, so that one can watch them. */
    private static final double WATCHABLE_PACE = 20;

    private static final int BAD_ARGUMENTS = 2;

    private EmbeddedProxmoxMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            EmbeddedProxmox proxmox = builder(List.of(arguments)).start();
            Runtime.getRuntime().addShutdownHook(new Thread(proxmox::close));
            describe(proxmox, System.out);
            Thread.currentThread().join();
        } catch (UncheckedIOException e) {
            System.err.println("cannot serve: " + e.getCause().getMessage());
            System.exit(BAD_ARGUMENTS);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(BAD_ARGUMENTS);
        }
    }

    static EmbeddedProxmoxBuilder builder(List<String> arguments) {
        EmbeddedProxmoxBuilder builder =
                EmbeddedProxmox.builder().pace(WATCHABLE_PACE).timeoutScale(1).bootTime(Duration.ofSeconds(2));
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            if (!option.equals("--port") && !option.equals("--version")) {
                throw new IllegalArgumentException("unknown argument " + option + ", known: --port N, --version 7|8|9");
            }
            if (!rest.hasNext()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            String value = rest.next();
            if (option.equals("--port")) {
                builder.port(port(value));
            } else {
                builder.version(version(value));
            }
        }
        return builder;
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65535) {
            throw new IllegalArgumentException("--port needs a number from 0 to 65535, not " + text);
        }
        return Integer.parseInt(text);
    }

    private static PveVersion version(String text) {
        if (!text.matches("[789]")) {
            throw new IllegalArgumentException("--version needs 7, 8 or 9, not " + text);
        }
        return PveVersion.valueOf("V" + text);
    }

    static void describe(EmbeddedProxmox proxmox, PrintStream out) {
        out.println("URL " + proxmox.url());
        out.println("FINGERPRINT " + proxmox.fingerprint());
        out.println("TOKEN " + proxmox.token());
        out.println("LOGIN " + proxmox.userName() + " " + proxmox.password());
        for (EmbeddedGuest guest : proxmox.cluster().guests()) {
            out.println(String.join(
                    " ",
                    "GUEST",
                    "" + guest.vmid(),
                    guest.type().equals("qemu") ? "vm" : "container",
                    guest.name(),
                    guest.node(),
                    guest.isTemplate() ? "template" : "guest",
                    guest.status()));
        }
        out.flush();
    }
}
