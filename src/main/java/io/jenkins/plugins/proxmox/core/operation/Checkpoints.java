package io.jenkins.plugins.proxmox.core.operation;

/** Where an operation's checkpoints are kept, the last one only. */
public interface Checkpoints {
    /** Keeps nothing; the operation ends with the process. */
    Checkpoints NONE = new Checkpoints() {
        @Override
        public void save(String json) {
            // Nobody will ask for it.
        }

        @Override
        public void forget() {
            // There is nothing.
        }
    };

    /**
     * Keeps a checkpoint instead of the last one. When this returns, it survives the end of the process and of the machine;
     * until then the last one does.
     *
     * @param json a few hundred bytes
     * @throws java.io.UncheckedIOException if it can't be kept; then nothing more is changed in Proxmox VE
     */
    void save(String json);

    /**
     * The operation has ended; whoever waits for its result is told next. Not called when what it has made could not be taken
     * back: taken up again, it tries once more.
     */
    void forget();
}
