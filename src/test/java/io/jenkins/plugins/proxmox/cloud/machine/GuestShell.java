package io.jenkins.plugins.proxmox.cloud.machine;

import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.state.GuestCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Runs the commands of a machine's guest agent, which does not wait for their end. */
final class GuestShell implements GuestCommands.Shell {
    private static final int NOT_FOUND = 127;

    private final EmbeddedGuest guest;
    private final GuestProcesses processes;
    private final Executor threads;
    private final List<List<String>> commands = new ArrayList<>();
    private Process last;

    GuestShell(EmbeddedGuest guest, GuestProcesses processes, Executor threads) {
        this.guest = guest;
        this.processes = processes;
        this.threads = threads;
    }

    synchronized List<List<String>> commands() {
        return List.copyOf(commands);
    }

    @Override
    public synchronized GuestCommands.Result run(List<String> command, String input) {
        commands.add(List.copyOf(command));
        try {
            last = processes.start(command);
        } catch (IOException e) {
            return new GuestCommands.Result(NOT_FOUND, "", e.getMessage());
        }
        Process process = last;
        threads.execute(() -> feed(process, input));
        return GuestCommands.Result.running();
    }

    private static void feed(Process process, String input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It does not read it.
            return;
        }
    }

    @Override
    public synchronized void started(int pid) {
        Process process = last;
        CompletableFuture<byte[]> errors = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()), threads);
        CompletableFuture.supplyAsync(() -> read(process.getInputStream()), threads)
                .thenAcceptBothAsync(errors, (out, err) -> finish(pid, process, out, err), threads);
    }

    private void finish(int pid, Process process, byte[] out, byte[] err) {
        int exitCode = process.onExit().join().exitValue();
        try {
            guest.inside().finish(pid, new GuestCommands.Result(exitCode, out, err, 0, false));
        } catch (IllegalArgumentException e) {
            // The machine was switched off.
            return;
        }
    }

    private static byte[] read(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
