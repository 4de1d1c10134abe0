/** Agents cloned from templates: clouds, templates, the agents themselves, and who sees to it that nothing of them is left. */
package io.jenkins.plugins.proxmox.cloud;
