/** The storages of a node: what they can do and hold, their volumes, and backups above all. */
package io.jenkins.plugins.proxmox.core.storage;
