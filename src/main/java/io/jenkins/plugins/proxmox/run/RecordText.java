package io.jenkins.plugins.proxmox.run;

/** Keeps what others have written short enough to be kept. */
final class RecordText {
    private static final int LONGEST = 2000;

    private RecordText() {}

    static String of(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
