/** Configurations of guests: what Proxmox VE tells of them, and the changes to ask for. Nothing here calls anything. */
package io.jenkins.plugins.proxmox.core.config;
