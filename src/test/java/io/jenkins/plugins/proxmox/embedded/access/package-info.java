/** Users, tokens, tickets and privileges. */
package io.jenkins.plugins.proxmox.embedded.access;
