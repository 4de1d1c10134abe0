/** Guests of the embedded Proxmox VE with real insides: addresses, SSH servers, disks and processes. */
package io.jenkins.plugins.proxmox.cloud.machine;
