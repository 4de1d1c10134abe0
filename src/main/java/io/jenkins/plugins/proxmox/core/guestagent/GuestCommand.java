package io.jenkins.plugins.proxmox.core.guestagent;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A command to run inside a guest: a program, its arguments, and what it reads from its standard input. No shell takes
 * part unless it is the program.
 */
public final class GuestCommand {
    /** What {@code input-data} takes, in bytes. */
    public static final int LARGEST_INPUT = 65_536;

    /** The longest command line of a Windows has 32,767 characters. */
    private static final int LONGEST_ENCODED = 32_000;

    /** Lets output be UTF-8, and keeps progress out of the standard error. */
    private static final String POWER_SHELL_PROLOGUE =
            "$ProgressPreference='SilentlyContinue';try{[Console]::OutputEncoding=New-Object Text.UTF8Encoding}catch{};";

    private static final Pattern SPLIT_BY_PVE7 = Pattern.compile("[\\s,;]");

    private final List<String> words;
    private final Optional<byte[]> input;

    private GuestCommand(List<String> words, Optional<byte[]> input) {
        this.words = List.copyOf(words);
        this.input = input;
    }

    /**
     * A program and its arguments.
     *
     * @param words the program, found by the guest's own search path or named with its whole path, and its arguments; in
     *     ASCII, since Proxmox VE hands other characters over garbled
     * @throws ProxmoxException with {@link Problem.Parameter} if some release of Proxmox VE would run something else
     */
    public static GuestCommand of(List<String> words) {
        if (words.isEmpty() || words.get(0).isBlank()) {
            throw invalid("the command names no program; expected is a program and its arguments");
        }
        for (int i = 0; i < words.size(); i++) {
            if (!GuestText.isPlain(words.get(i))) {
                throw invalid((i == 0 ? "the program '" + words.get(0) + "'" : "argument " + i + " of " + words.get(0))
                        + " holds NUL or other characters than ASCII; expected is ASCII, anything else can be written"
                        + " to a file, put in the input, or stand in a script");
            }
        }
        if (words.size() == 1 && SPLIT_BY_PVE7.matcher(words.get(0)).find()) {
            throw invalid(
                    "'" + words.get(0) + "' is one word, which PVE 7 would split at blanks, commas and semicolons;"
                            + " expected are the program and each argument as words of their own");
        }
        if (words.get(words.size() - 1).isEmpty()) {
            throw invalid("the last argument of " + words.get(0) + " is empty, which PVE 7 would lose; expected is one"
                    + " with something in it, or a script");
        }
        return new GuestCommand(words, Optional.empty());
    }

    /** {@link #of(List)} with the words one by one. */
    public static GuestCommand of(String program, String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.add(0, program);
        return of(words);
    }

    /**
     * A script for {@code /bin/sh} of a guest that is no Windows.
     *
     * @param script may hold any character but NUL
     * @param arguments {@code $1} and so on inside the script; in ASCII
     */
    public static GuestCommand shell(String script, String... arguments) {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c"));
        if (GuestText.isPlain(script)) {
            words.addAll(List.of(script, "sh"));
        } else {
            words.addAll(List.of("eval \"$(printf %b \"$0\")\"", escaped(script)));
        }
        words.addAll(List.of(arguments));
        return of(words);
    }

    /**
     * A script for the PowerShell of a Windows. Its output is UTF-8.
     *
     * @param script may hold any character; some 11,000 characters at most
     */
    public static GuestCommand powerShell(String script) {
        byte[] utf16 = (POWER_SHELL_PROLOGUE + script).getBytes(StandardCharsets.UTF_16LE);
        String encoded = Base64.getEncoder().encodeToString(utf16);
        if (encoded.length() > LONGEST_ENCODED) {
            throw invalid("a script of " + script.length() + " characters is too long for a command line; expected are "
                    + (LONGEST_ENCODED / 8 * 3 - POWER_SHELL_PROLOGUE.length())
                    + " at most, a longer one can be written to a file");
        }
        return of(
                "powershell.exe", "-NoProfile", "-NonInteractive", "-OutputFormat", "Text", "-EncodedCommand", encoded);
    }

    /**
     * This command with something to read from its standard input.
     *
     * @param bytes any, {@link #LARGEST_INPUT} at most; before PVE 8.4 the encoded call must not exceed 64 KiB, where a
     *     byte beyond ASCII takes six characters
     * @throws ProxmoxException with {@link Problem.Parameter} if they are too many
     */
    public GuestCommand withInput(byte[] bytes) {
        if (bytes.length > LARGEST_INPUT) {
            throw ProxmoxException.invalid(
                    "input",
                    "an input of " + bytes.length + " bytes is too big; expected are " + LARGEST_INPUT
                            + " at most, more can be written to a file");
        }
        return new GuestCommand(words, Optional.of(bytes.clone()));
    }

    /** This command with a text to read from its standard input, in UTF-8. */
    public GuestCommand withInput(String text) {
        return withInput(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The program and its arguments. */
    public List<String> words() {
        return words;
    }

    /** What it reads from its standard input; without any it finds it empty. */
    public Optional<byte[]> input() {
        return input.map(byte[]::clone);
    }

    /** In ASCII, for {@code printf %b}. */
    private static String escaped(String script) {
        StringBuilder text = new StringBuilder();
        for (byte b : script.getBytes(StandardCharsets.UTF_8)) {
            text.append(b <= 0 ? "\\0%03o".formatted(b & 0xFF) : b == '\\' ? "\\\\" : String.valueOf((char) b));
        }
        return text.toString();
    }

    private static ProxmoxException invalid(String message) {
        return ProxmoxException.invalid("command", message);
    }

    /** The program only: arguments and input can be secrets. */
    @Override
    public String toString() {
        return words.get(0);
    }
}
