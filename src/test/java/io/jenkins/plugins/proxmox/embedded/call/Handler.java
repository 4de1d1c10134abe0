package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.Answer;

/** Does what a call is for, under the state lock. */
@FunctionalInterface
public interface Handler {
    Answer handle(Call call);
}
