package io.jenkins.plugins.proxmox.core.guestagent;

/** Reads what comes from some point on in a file inside a guest, where Proxmox VE itself can't begin there. */
public final class FileTail {
    /** The most that is read at once, in bytes. */
    private static final int LARGEST = 1024 * 1024;

    private FileTail() {}

    /** Writes up to 1 MiB of the file to the standard output; nothing if there is no more. */
    public static GuestCommand of(String path, long offset, boolean windows) {
        return windows ? forWindows(path, offset) : forOthers(path, offset);
    }

    private static GuestCommand forOthers(String path, long offset) {
        return GuestCommand.shell(
                "[ -r \"$1\" ] || exit 1; tail -c \"+$(($2 + 1))\" -- \"$1\" | head -c " + LARGEST,
                path,
                Long.toString(offset));
    }

    private static GuestCommand forWindows(String path, long offset) {
        return GuestCommand.powerShell("$ErrorActionPreference='Stop';$in=[IO.File]::Open('" + path.replace("'", "''")
                + "','Open','Read','ReadWrite,Delete');try{[void]$in.Seek(" + offset + ",'Begin');"
                + "$bytes=New-Object byte[] " + LARGEST + ";$n=$in.Read($bytes,0,$bytes.Length);"
                + "$out=[Console]::OpenStandardOutput();$out.Write($bytes,0,$n);$out.Flush()}finally{$in.Close()}");
    }
}
