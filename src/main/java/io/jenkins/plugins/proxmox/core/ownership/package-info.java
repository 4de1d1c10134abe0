/** Whose a guest is. */
package io.jenkins.plugins.proxmox.core.ownership;
