/** Where a new guest goes, what it gets there and is cloned from, and whether it may be made at all. */
package io.jenkins.plugins.proxmox.core.placement;
