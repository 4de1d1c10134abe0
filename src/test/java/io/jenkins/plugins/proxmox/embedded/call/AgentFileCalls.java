package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Files that the guest agent reads and writes. */
final class AgentFileCalls {
    private static final int READ_LIMIT = 16 << 20;
    private static final int CHUNK = 1 << 20;

    private final Services services;
    private final AgentCalls agents;

    AgentFileCalls(Services services, AgentCalls agents) {
        this.services = services;
        this.agents = agents;
    }

    void register(Routes routes) {
        routes.on("POST", AgentCalls.PATH + "file-write", this::write)
                .on("GET", AgentCalls.PATH + "file-read", this::read);
    }

    private Answer write(Call call) {
        String content = call.text("content");
        byte[] encoded = new byte[0];
        if (call.flag("encode", true)) {
            encoded = Wide.bytes(content, wideText());
        }
        Guest guest = agents.answering(call, "file-open");
        byte[] bytes = call.flag("encode", true) ? encoded : decoded(content);
        guest.system().files().put(call.text("file"), bytes);
        return Answer.nothing();
    }

    /** The text with which Perl's encoder gives up, and the line in which it does. */
    private String wideText() {
        int line =
                switch (services.version()) {
                    case V7 -> 492;
                    case V8 -> 521;
                    case V9 -> 624;
                };
        return "Wide character in subroutine entry at /usr/share/perl5/PVE/API2/Qemu/Agent.pm line " + line + ".";
    }

    private static byte[] decoded(String content) {
        try {
            return Base64.getDecoder().decode(content.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw ApiException.failure("Agent error: Base64 data '" + content + "' is not valid");
        }
    }

    private Answer read(Call call) {
        byte[] file = agents.answering(call, "file-open").system().files().get(call.text("file"));
        if (file == null) {
            throw ApiException.failure("Agent error: failed to open file '" + call.text("file")
                    + "' (mode: 'r'): No such file or directory");
        }
        int start = (int) Math.min(call.longNumber("offset", 0), file.length);
        int count = call.number("count", READ_LIMIT);
        byte[] content = Arrays.copyOfRange(file, start, (int) Math.min((long) start + count, file.length));
        Facts facts = Facts.of("content", call.flag("decode", true) ? Wide.text(content) : encodedInChunks(content))
                .with("bytes-read", content.length);
        // The end is only noticed by a read that comes short, which one that gets all it wants does not.
        if (content.length == count) {
            facts.with("truncated", true);
        }
        return Answer.of(facts);
    }

    /** Each part that is read is encoded by itself, so that fill characters may stand in the middle. */
    private static String encodedInChunks(byte[] content) {
        StringBuilder text = new StringBuilder();
        for (int start = 0; start < content.length; start += CHUNK) {
            byte[] chunk = Arrays.copyOfRange(content, start, Math.min(start + CHUNK, content.length));
            text.append(new String(Base64.getEncoder().encode(chunk), StandardCharsets.US_ASCII));
        }
        return text.toString();
    }
}
