package io.jenkins.plugins.proxmox.core.guestagent;

import io.jenkins.plugins.proxmox.core.api.Reply;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a command inside a guest wrote: the very bytes. The guest agent keeps the first 16 MiB. */
public final class CommandOutput {
    private final byte[] bytes;
    private final boolean truncated;

    CommandOutput(byte[] bytes, boolean truncated) {
        this.bytes = bytes.clone();
        this.truncated = truncated;
    }

    /** @param name {@code out} or {@code err} */
    static CommandOutput of(Reply status, String name) {
        return new CommandOutput(
                GuestText.bytes(status.text(name + "-data").orElse("")), status.flag(name + "-truncated"));
    }

    /** All of it as it was written. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** All of it as text in UTF-8; what is none becomes U+FFFD. */
    public String text() {
        return text(StandardCharsets.UTF_8);
    }

    /** All of it as text, for commands of a Windows that write another encoding. */
    public String text(Charset charset) {
        return new String(bytes, charset);
    }

    /** Whether the command wrote more than was kept. */
    public boolean isTruncated() {
        return truncated;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CommandOutput it && truncated == it.truncated && Arrays.equals(bytes, it.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** How much it is; the output itself can hold secrets. */
    @Override
    public String toString() {
        return bytes.length + " bytes" + (truncated ? ", truncated" : "");
    }
}
