/** Agents cloned from templates. Here is the cloud itself, as Jenkins asks it for agents and as people see it. */
package io.jenkins.plugins.proxmox.cloud;
