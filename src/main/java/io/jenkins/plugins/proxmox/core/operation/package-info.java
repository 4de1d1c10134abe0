/**
 * What people ask for, whole: one class per operation, each a sequence of short stages that an
 * {@link io.jenkins.plugins.proxmox.core.operation.OperationRunner} walks through without holding a thread in between.
 */
package io.jenkins.plugins.proxmox.core.operation;
