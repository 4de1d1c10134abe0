/** Connections, TLS, requests and replies. */
package io.jenkins.plugins.proxmox.embedded.http;
