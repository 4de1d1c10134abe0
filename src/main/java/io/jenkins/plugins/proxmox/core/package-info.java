/** Proxmox VE guests as a library, free of Jenkins. */
package io.jenkins.plugins.proxmox.core;
