/** The parameters of all calls and who may make them, read from tables. */
package io.jenkins.plugins.proxmox.embedded.schema;
