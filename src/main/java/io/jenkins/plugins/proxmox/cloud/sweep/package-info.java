/** Removes what agents have left behind, and agents that have lost their guests. */
package io.jenkins.plugins.proxmox.cloud.sweep;
