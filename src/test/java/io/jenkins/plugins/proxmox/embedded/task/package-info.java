/** Tasks: their names, plans and logs, and what runs them. */
package io.jenkins.plugins.proxmox.embedded.task;
