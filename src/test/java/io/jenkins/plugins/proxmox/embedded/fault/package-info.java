/** Faults that tests order. */
package io.jenkins.plugins.proxmox.embedded.fault;
