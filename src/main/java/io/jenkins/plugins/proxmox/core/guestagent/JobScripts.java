package io.jenkins.plugins.proxmox.core.guestagent;

import java.util.Map;

/**
 * Short commands that start something inside a guest which lives on by itself, look after it, and end it. A job has a
 * directory of its own, named after an id and closed to others, in the guest's place for temporary files; what it writes
 * goes there, and how it ended.
 *
 * <p>Each of these commands can be given again without harm when nobody knows what became of it: a job starts once, however
 * often that is asked for.
 */
public sealed interface JobScripts permits ShellJob, PowerShellJob {
    /** The most that {@link #read} gives at once, in bytes. */
    int PIECE = 65_536;

    /** Where both of its outputs are, or its standard error if the standard output is kept apart. */
    String LOG = "log";

    /** Where its standard output is if it is kept apart. */
    String OUT = "out";

    /** @param windows whether the guest is a Windows, where the PowerShell does it all */
    static JobScripts of(boolean windows) {
        return windows ? new PowerShellJob() : new ShellJob();
    }

    /** Makes the directory, and writes its path to the standard output. */
    GuestCommand open(String id);

    /** What has to be in the directory, by the names of the files; {@link #piece} says where the pieces of each go. */
    Map<String, byte[]> files(JobFiles job);

    /** The path of a piece of a file in the directory, so that they sort by their numbers. */
    String piece(String directory, String file, int number);

    /**
     * Puts the pieces together and starts it, unless that was done before.
     *
     * @param apart whether its standard output goes to a file of its own
     */
    GuestCommand start(String directory, boolean apart);

    /** Gives what {@link JobView} reads: how it stands, and what comes next in a file. */
    GuestCommand read(String directory, String file, long offset);

    /**
     * Ends whatever belongs to it, or keeps it from ever starting. Writes {@code gone} to the standard output if nothing is
     * left, else {@code alive}: then it has to be asked again.
     *
     * @param hard whether it is not asked to, but made to end
     */
    GuestCommand kill(String id, boolean hard);

    /** Removes the directory. */
    GuestCommand remove(String id);
}
