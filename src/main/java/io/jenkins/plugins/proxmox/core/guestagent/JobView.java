package io.jenkins.plugins.proxmox.core.guestagent;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How a job inside a guest stands, and a piece of what it has written by then.
 *
 * @param exitCode only if it has ended
 * @param piece what follows in the file, {@link JobScripts#PIECE} bytes at most
 */
public record JobView(State state, OptionalLong exitCode, byte[] piece) {
    /** How a job can stand. */
    public enum State {
        /** It was not told to start. */
        WAITING,
        /** It was told to start a moment ago. */
        STARTING,
        /** It runs. */
        RUNNING,
        /** It has ended, and there is an exit code. */
        EXITED,
        /** It does not run any more, and nobody wrote down how it ended. */
        DEAD,
        /** The same, and the guest was started anew since. */
        REBOOTED,
        /** There is no such directory (any more). */
        LOST
    }

    public JobView {
        piece = piece.clone();
    }

    @Override
    public byte[] piece() {
        return piece.clone();
    }

    /**
     * Reads what {@link JobScripts#read} gave.
     *
     * @throws ProxmoxException if it is nothing of that kind
     */
    public static JobView of(CommandResult result) {
        byte[] all = result.out().bytes();
        int end = 0;
        while (end < all.length && all[end] != '\n') {
            end++;
        }
        String head = new String(all, 0, end, StandardCharsets.ISO_8859_1).trim();
        byte[] piece = Arrays.copyOfRange(all, Math.min(end + 1, all.length), all.length);
        String word = head.split(" ")[0];
        return switch (word) {
            case "waiting", "starting", "running", "dead", "rebooted", "lost" ->
                new JobView(State.valueOf(word.toUpperCase(Locale.ROOT)), OptionalLong.empty(), piece);
            case "exit" -> new JobView(State.EXITED, OptionalLong.of(exitCode(head, result)), piece);
            default -> throw unreadable(result);
        };
    }

    private static long exitCode(String head, CommandResult result) {
        try {
            return Long.parseLong(head.substring("exit".length()).trim());
        } catch (NumberFormatException e) {
            throw unreadable(result);
        }
    }

    private static ProxmoxException unreadable(CommandResult result) {
        String error = result.err().text().trim();
        return new ProxmoxException(
                new Problem.Other(),
                "looking after it inside the guest gave " + result + (error.isEmpty() ? "" : ": " + error));
    }

    /** How it stands; what it wrote can hold secrets. */
    @Override
    public String toString() {
        return state + (exitCode.isPresent() ? " " + exitCode.getAsLong() : "") + ", " + piece.length + " bytes";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JobView it
                && state == it.state
                && exitCode.equals(it.exitCode)
                && Arrays.equals(piece, it.piece);
    }

    @Override
    public int hashCode() {
        return 31 * state.hashCode() + Arrays.hashCode(piece);
    }
}
