/** The cluster: nodes, guests, storages, volumes, pools and locks. */
package io.jenkins.plugins.proxmox.embedded.state;
