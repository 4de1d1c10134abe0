/** Values of Proxmox VE, each of which is right as soon as it exists: wrong ones are refused in words for people. */
package io.jenkins.plugins.proxmox.core.value;
