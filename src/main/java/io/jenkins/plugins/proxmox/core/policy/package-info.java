/** What may be done with which guests. */
package io.jenkins.plugins.proxmox.core.policy;
