/** What networks a guest is on at this moment: its interfaces, their addresses, and which of these others can reach. */
package io.jenkins.plugins.proxmox.core.network;
