package io.jenkins.plugins.proxmox.connection;

import io.jenkins.plugins.proxmox.core.operation.OperationRunner;
import io.jenkins.plugins.proxmox.core.policy.Policy;

/**
 * A connection as it can be used at this moment.
 *
 * @param name as it is configured
 * @param url as it is configured
 * @param runner runs operations on it
 * @param policy what pipelines may do with it
 */
public record OpenConnection(String name, String url, OperationRunner runner, Policy policy) {}
