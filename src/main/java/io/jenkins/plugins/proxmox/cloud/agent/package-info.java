/** Agents from the node in Jenkins to the guest in Proxmox VE: how they are begun, launched, used, and ended. */
package io.jenkins.plugins.proxmox.cloud.agent;
