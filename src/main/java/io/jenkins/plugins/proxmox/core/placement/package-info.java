/** Where a new guest goes: its VMID for now. */
package io.jenkins.plugins.proxmox.core.placement;
