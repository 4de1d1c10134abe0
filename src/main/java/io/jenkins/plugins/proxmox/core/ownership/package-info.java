/** Whose a guest is, and which ones nobody sees to any more. */
package io.jenkins.plugins.proxmox.core.ownership;
