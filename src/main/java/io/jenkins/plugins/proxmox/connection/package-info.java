/** How Jenkins knows its Proxmox VE clusters: configuration, credentials, and the clients that live as long as both. */
package io.jenkins.plugins.proxmox.connection;
