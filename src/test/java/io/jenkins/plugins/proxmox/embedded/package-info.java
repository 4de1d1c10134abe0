/**
 * An embedded Proxmox VE: a real HTTPS server with state that answers as version 7.4, 8.4 or 9 does. Tests and the
 * demo use {@link io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox}; the packages below are its inside. A request
 * goes through {@code http} and {@code server} to the handlers in {@code call}, which work on {@code state} and
 * start what is in {@code task}.
 */
package io.jenkins.plugins.proxmox.embedded;
