/** Where a new guest goes and which template it is cloned from. */
package io.jenkins.plugins.proxmox.core.placement;
