/**
 * Doors to the consoles of guests: what somebody needs to connect within some seconds. Connecting is left to others.
 */
package io.jenkins.plugins.proxmox.core.console;
