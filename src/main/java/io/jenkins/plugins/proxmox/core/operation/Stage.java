package io.jenkins.plugins.proxmox.core.operation;

/**
 * A piece of an operation: a few calls, no waiting. What one stage knows and a later one needs is kept in the
 * {@link Memo}, since there may be a restart in between.
 */
public sealed interface Stage<R> permits Look, Change {}
