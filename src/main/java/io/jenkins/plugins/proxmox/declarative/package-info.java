/** Agents of Declarative pipelines. */
package io.jenkins.plugins.proxmox.declarative;
