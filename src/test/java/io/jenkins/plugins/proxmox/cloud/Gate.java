package io.jenkins.plugins.proxmox.cloud;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Something that a shell waits at, on whatever agent of this machine, until the test lets it go on; over restarts, too. */
final class Gate implements AutoCloseable {
    private final Path path;
    private final RandomAccessFile pipe;

    /** @param path where nothing is yet */
    Gate(Path path) throws IOException, InterruptedException {
        this.path = path;
        if (new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor() != 0) {
            throw new IOException(path + " can't be made");
        }
        // As long as somebody can write to it, whoever reads waits.
        pipe = new RandomAccessFile(path.toFile(), "rw");
    }

    /** A build that is on an agent with this label, says {@code begun}, and when it goes on, {@code over}. */
    String pipeline(String label) {
        return "node('" + label + "') { sh 'echo begun; read go < " + path + "; echo over on $NODE_NAME' }";
    }

    void open() throws IOException {
        pipe.write("go\n".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        open();
        pipe.close();
    }
}
