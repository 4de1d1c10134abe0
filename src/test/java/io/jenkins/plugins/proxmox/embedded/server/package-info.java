/** The way of a request from the connection to its call and back. */
package io.jenkins.plugins.proxmox.embedded.server;
