/** Tasks of Proxmox VE: what a UPID says, how a task stands, and waiting for its end without holding a thread. */
package io.jenkins.plugins.proxmox.core.task;
