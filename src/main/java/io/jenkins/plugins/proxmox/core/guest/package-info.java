/** The model: a cluster, its guests, and what belongs to them. Objects here name things; they hold no state of them. */
package io.jenkins.plugins.proxmox.core.guest;
