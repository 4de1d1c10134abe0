package io.jenkins.plugins.proxmox.cloud.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** A command that a machine was given by SSH. The end of its channel ends its input, as with a real server. */
final class GuestSshCommand implements Command {
    private static final int BUFFER = 32 << 10;

    private final GuestProcesses processes;
    private final String command;
    private InputStream in;
    private OutputStream out;
    private OutputStream err;
    private ExitCallback exit;
    private Process process;

    GuestSshCommand(GuestProcesses processes, String command) {
        this.processes = processes;
        this.command = command;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
        process = processes.start(List.of("/bin/sh", "-c", command));
        thread(() -> copy(in, process.getOutputStream(), true));
        Thread errors = thread(() -> copy(process.getErrorStream(), err, false));
        thread(() -> {
            copy(process.getInputStream(), out, false);
            errors.join();
            exit.onExit(process.waitFor());
        });
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private Thread thread(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "guest-ssh-command");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void copy(InputStream from, OutputStream to, boolean close) {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
                to.write(buffer, 0, length);
                to.flush();
            }
        } catch (IOException e) {
            // One side is gone; the other will be told.
        } finally {
            if (close) {
                close(to);
            }
        }
    }

    private static void close(OutputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // The process does not read any more.
            return;
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        if (process != null) {
            close(process.getOutputStream());
        }
    }
}
